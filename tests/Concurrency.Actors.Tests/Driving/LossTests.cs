using Akka.Actor;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>A driver and the coordinator over a line that loses and doubles messages.</summary>
public class LossTests : CoordinatedSpec
{
    public static TheoryData<string, int> Lines() => new()
    {
        { "every second message", 1 }, { "every second message", 3 }, { "first answers", 1 }, { "at random", 2 }, { "nothing", 3 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Whatever_is_lost_or_doubled_there_is_one_job_and_every_row_comes_once(string lost, int copies)
    {
        var driver = Driver(lost, copies);
        var items = Items(3000, bytes: 60);
        var job = await driver.SubmitAsync(SpecOf(), items);
        var rows = new List<UnitRecord>();
        await foreach (var page in driver.RowsAsync(job))
        {
            Assert.Equal(0, page.Missed);
            rows.AddRange(page.Records);
        }

        Assert.Equal(items.Select(item => item.AsText()), rows.OrderBy(row => row.Unit).Select(row => row.Body.AsText()), StringComparer.Ordinal);
        var end = await driver.WaitAsync(job);
        Assert.Equal((JobStatus.Completed, 3000), (end.Status, end.Units));
        Assert.Equal(job, (await driver.ListAsync().SingleAsync()).Job);
        Assert.Equal((await Jobs.ShowAsync(job)).Summary, (await driver.ShowAsync(job)).Summary);

        await driver.DeleteAsync(job);
        Assert.Empty(await Jobs.ListAsync().ToListAsync());
        await Assert.ThrowsAsync<UnknownJobException>(() => driver.ShowAsync(job));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_retry_that_is_asked_for_again_runs_once(string lost, int copies)
    {
        var (driver, runs) = (Driver(lost, copies), 0);
        OnRun = chunk =>
        {
            Interlocked.Increment(ref runs);
            throw new InvalidOperationException("no");
        };
        var job = await driver.SubmitAsync(SpecOf(), Items(1));
        Assert.Equal((JobStatus.CompletedWithFailures, 3), ((await driver.WaitAsync(job)).Status, runs));
        await driver.RetryAsync(job);
        Assert.Equal((JobStatus.CompletedWithFailures, 6), ((await driver.WaitAsync(job)).Status, runs));

        OnRun = _ => default;
        await driver.RetryAsync(job);
        Assert.Equal(JobStatus.Completed, (await driver.WaitAsync(job)).Status);
        Assert.Single(await Jobs.RowsAsync(job).ToListAsync());
    }

    [Fact]
    public async Task The_first_answer_counts_also_when_it_comes_late()
    {
        // None is lost, but each try is over before its answer is there.
        var line = Sys.ActorOf(Props.Create(() => new SlowLine(Coordinator)));
        Assert.Empty(await new JobClient(line, Settings).ListAsync().ToListAsync());
    }

    [Fact]
    public async Task A_driver_that_nobody_answers_says_so_in_time()
    {
        var driver = new JobClient(Sys.DeadLetters, Settings with { AnswerTimeout = TimeSpan.FromMilliseconds(200) });
        var gone = await Assert.ThrowsAsync<SilenceException>(() => driver.SubmitAsync(SpecOf()));
        Assert.Equal("The coordinator did not answer within 0.2 s.", gone.Message);
    }

    [Fact]
    public async Task A_driver_may_stop_waiting_for_an_answer()
    {
        using var source = new CancellationTokenSource();
        var asking = new JobClient(Sys.DeadLetters, Settings).ShowAsync(new("test-1"), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_submission_that_is_given_up_leaves_nothing_behind_unless_it_has_a_key()
    {
        var job = await Assert.ThrowsAsync<BadJobException>(() => SubmitAsync(Items(1).Append(new(new byte[Limits.PageBytes + 1]))));
        Assert.Equal("An input item has 65537 bytes; 65536 is the most.", job.Message);
        await AwaitAssertAsync(async () => Assert.Empty(await Jobs.ListAsync().ToListAsync()));

        // The line breaks when the input is there: whoever comes again with the key and the same input goes on from there.
        var broken = new JobClient(Line(message => message is Commit, _ => false), Settings with { AnswerTimeout = TimeSpan.FromMilliseconds(200) });
        await Assert.ThrowsAsync<SilenceException>(() => broken.SubmitAsync(SpecOf(), Items(5), "k"));
        var left = await Jobs.ListAsync().SingleAsync();
        Assert.Equal(("k", true), (left.Key, left.TakesInput));
        var again = new JobClient(Line(message => message is Page, _ => false), Settings);
        Assert.Equal(left.Job, await again.SubmitAsync(SpecOf(), Items(5), "k"));
        Assert.Equal((JobStatus.Completed, 5), ((await Jobs.WaitAsync(left.Job)).Status, (await Jobs.ShowAsync(left.Job)).Summary.Units));

        await Assert.ThrowsAsync<BadJobException>(() => SubmitAsync(Items(6), key: "k"));
        Assert.Equal(left.Job, await SubmitAsync(Items(5), key: "k"));
        Assert.Equal(left.Job, (await Jobs.ListAsync().SingleAsync()).Job);
    }

    private static Func<object, bool> Loses(string what)
    {
        var (count, random, seen) = (0, new Random(17), new HashSet<Type>());
        return what switch
        {
            "every second message" => _ => Interlocked.Increment(ref count) % 2 == 1,
            "first answers" => message =>
            {
                lock (seen) return seen.Add(message.GetType());
            }
            ,
            "at random" => _ =>
            {
                lock (random) return random.Next(3) == 0;
            }
            ,
            _ => _ => false,
        };
    }

    private JobClient Driver(string lost, int copies) =>
        new(Line(lost is "first answers" ? _ => false : Loses(lost), Loses(lost), copies), Settings);

    private IActorRef Line(Func<object, bool> losesThere, Func<object, bool> losesBack, int copies = 1) =>
        Sys.ActorOf(Props.Create(() => new LossyLine(Coordinator, losesThere, losesBack, copies)));

    /// <summary>Gives an answer back when the same is asked again.</summary>
    private sealed class SlowLine : ReceiveActor
    {
        public SlowLine(IActorRef coordinator)
        {
            var (askers, answers) = (new Queue<IActorRef>(), new Queue<object>());
            Receive<ListJobs>(question =>
            {
                if (answers.TryDequeue(out var answer)) askers.Dequeue().Tell(answer);
                askers.Enqueue(Sender);
                coordinator.Tell(question);
            });
            Receive<JobPage>(answers.Enqueue);
        }
    }
}
