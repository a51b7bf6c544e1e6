using Akka.Actor;
using Concurrency.Actors.Driving;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>A coordinator that ends, with all that it was told, while a driver submits a job, and another one in its place.</summary>
public class LostCoordinatorTests : CoordinatedSpec
{
    [Theory]
    [InlineData(typeof(Page), 0, null)]
    [InlineData(typeof(Page), 1, null)]
    [InlineData(typeof(Page), 1, "k")]
    [InlineData(typeof(Commit), 0, null)]
    [InlineData(typeof(Commit), 0, "k")]
    public async Task A_submission_starts_over(Type lostAt, int before, string? key)
    {
        var former = Sys.ActorOf(Actors.Coordination.Coordinator.Props(new(Workload), Settings, TimeProvider.System), "former");
        var opens = new List<Open>();
        var driver = new JobClient(Sys.ActorOf(Props.Create(() => new Failover(former, Coordinator, lostAt, before, opens))), Settings);

        // Three pages.
        var items = Items(3000, bytes: 60);
        var job = await driver.SubmitAsync(SpecOf(), items, key);
        Assert.Equal(JobStatus.Completed, (await driver.WaitAsync(job)).Status);
        var rows = await driver.RowsAsync(job).SelectMany(page => page.Records).ToListAsync();
        Assert.Equal(items, rows.OrderBy(row => row.Unit).Select(row => row.Body));
        Assert.Equal((job, key), ((await Jobs.ListAsync().SingleAsync()).Job, (await Jobs.ListAsync().SingleAsync()).Key));

        // The one coordinator was asked, and then the other, for one and the same job.
        Assert.InRange(opens.Count, 2, int.MaxValue);
        Assert.Single(opens.Distinct());
    }

    /// <summary>Passes messages on to one coordinator, and from a certain one on to another.</summary>
    private sealed class Failover : ReceiveActor
    {
        /// <param name="lostAt">The first coordinator ends when a message of this type comes...</param>
        /// <param name="before">...after so many of them.</param>
        public Failover(IActorRef first, IActorRef second, Type lostAt, int before, List<Open> opens)
        {
            var coordinator = first;
            ReceiveAny(question =>
            {
                if (question is Open open) opens.Add(open);
                if (question.GetType() == lostAt && before-- == 0)
                {
                    Context.Stop(first);
                    coordinator = second;
                }

                coordinator.Forward(question);
            });
        }
    }
}
