using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Storage.RegisterEvents;

namespace Concurrency.Actors.Tests.Coordination.Register;

public class RegisterStateTests
{
    private static readonly JobSpec Spec = new("test", Payload.Empty, null);

    [Fact]
    public void A_snapshot_and_what_came_after_it_are_all_that_happened()
    {
        IStoredEvent[] events =
        [
            new TakenOver(1, DateTimeOffset.UnixEpoch), Opened(1), Opened(2), Over(1, 5), Opened(3), Over(2, 3), new TakenOver(2, DateTimeOffset.UnixEpoch),
            new JobResumed(Id(1)), Over(3, 7), Over(1, 9), new JobForgotten(Id(2)), new JobForgotten(Id(3)), new JobErased(Id(2)), Opened(4),
        ];
        var whole = new RegisterState();
        foreach (var happened in events) whole.Apply(happened);
        Assert.Equal((4, 2), (whole.LastNumber, whole.Epoch));
        Assert.Equal([Id(1), Id(4)], whole.Jobs.Select(job => job.Job));
        Assert.Equal([Id(1)], whole.Over.Select(over => over.Summary.Job));
        Assert.Equal([Id(3)], whole.Forgotten);

        for (var cut = 0; cut <= events.Length; cut++)
        {
            var before = new RegisterState();
            foreach (var happened in events.Take(cut)) before.Apply(happened);
            var after = new RegisterState();
            after.Restore(before.ToSnapshot());
            foreach (var happened in events.Skip(cut)) after.Apply(happened);
            Assert.Equivalent(whole.ToSnapshot(), after.ToSnapshot(), strict: true);
        }
    }

    private static JobId Id(long number) => new($"test-{number}");

    private static JobOpened Opened(long number) => new(number, Id(number), Spec, $"request {number}", null, DateTimeOffset.UnixEpoch);

    private static JobOver Over(long number, int second) => new(
        new JobOrder(Id(number), Spec, new TestWorkload(), "", null, DateTimeOffset.UnixEpoch).Summary with { Status = JobStatus.Completed },
        Bytes: 10,
        DateTimeOffset.UnixEpoch.AddSeconds(second));
}
