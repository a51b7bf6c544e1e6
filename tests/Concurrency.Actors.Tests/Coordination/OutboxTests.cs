using Akka.TestKit.Xunit2;
using Concurrency.Actors.Coordination;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Tests.Coordination;

public class OutboxTests : TestKit
{
    private readonly Outbox _outbox = new();

    [Fact]
    public void Words_wait_for_what_was_decided_before_them_and_for_nothing_else()
    {
        Say("at once");
        ExpectMsg("at once");
        _outbox.Write(Result(0));
        Say("after 0");
        Assert.Single(_outbox.Next()!);
        Say("after 0 too");
        _outbox.Write(Result(1));
        Say("after 1");
        Assert.Null(_outbox.Next());

        _outbox.Stored().LetOut();
        ExpectMsg("after 0");
        ExpectMsg("after 0 too");
        Assert.False(HasMessages);
        Assert.Single(_outbox.Next()!);
        _outbox.Stored().LetOut();
        ExpectMsg("after 1");
        Assert.True(_outbox.IsEmpty);
        Assert.Null(_outbox.Next());
        Say("at once again");
        ExpectMsg("at once again");
    }

    [Fact]
    public void What_happens_while_one_batch_is_written_is_the_next_as_one_event()
    {
        _outbox.Write(Result(0));
        _outbox.Next();
        Assert.True(_outbox.IsWritingLast);
        _outbox.Write(Result(1) with { Retries = ["a"] });
        _outbox.Write(Result(2) with { Elapsed = TimeSpan.FromSeconds(2) });
        Assert.False(_outbox.IsWritingLast);
        _outbox.Stored();
        var batch = Assert.IsType<JobBatch>(Assert.Single(_outbox.Next()!));
        Assert.Equal([UnitRange.Of(1), UnitRange.Of(2)], batch.Events.Cast<LedgerEvent.RangeDone>().SelectMany(done => done.Ranges));
        Assert.Equal((TimeSpan.FromSeconds(2), "a"), (batch.Elapsed, Assert.Single(batch.Retries)));
    }

    [Fact]
    public void Batches_are_bounded_and_so_is_how_far_decisions_may_be_ahead_of_the_store()
    {
        var written = 0;
        while (!_outbox.IsFull) _outbox.Write(Result(written++, bytes: 60_000));
        Assert.InRange(written, 20, 60);
        for (var left = written; left > 0;)
        {
            var batch = Assert.IsType<JobBatch>(Assert.Single(_outbox.Next()!));
            Assert.InRange(StoredSizes.Of(batch), 60_000, 330_000);
            left -= batch.Events.Length;
            _outbox.Stored();
            Assert.False(_outbox.IsFull);
        }

        Assert.True(_outbox.IsEmpty);
    }

    [Fact]
    public void Only_results_alone_can_wait_for_more()
    {
        Assert.False(_outbox.IsPatient);
        _outbox.Write(Result(0));
        Assert.True(_outbox.IsPatient);
        _outbox.Write(Result(1) with { Events = [new LedgerEvent.Cancelled()] });
        Assert.False(_outbox.IsPatient);
        _outbox.Next();
        _outbox.Write(Result(2));
        Assert.False(_outbox.IsPatient);
        _outbox.Stored();
        Assert.True(_outbox.IsPatient);
    }

    private void Say(string word) => _outbox.Say(TestActor, word, TestActor);

    private static JobBatch Result(long unit, int bytes = 0)
    {
        var done = new LedgerEvent.RangeDone([UnitRange.Of(unit)], Payload.Empty, bytes == 0 ? [] : [new UnitRecord(unit, new(new byte[bytes]))], []);
        return new([done], DateTimeOffset.UnixEpoch, TimeSpan.Zero, []);
    }
}
