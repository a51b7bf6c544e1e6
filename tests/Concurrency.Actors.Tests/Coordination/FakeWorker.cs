using Akka.Actor;
using Akka.TestKit;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>A worker that does what a test tells it.</summary>
internal sealed class FakeWorker
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    private readonly CoordinatorSpec _test;
    private readonly TestProbe _probe;
    private readonly WorkerId _id;
    private readonly Slots _slots;
    private readonly string _kernel;
    private readonly List<object> _inbox = [];
    private ICancelable? _talk;
    private long _hellos;

    public FakeWorker(CoordinatorSpec test, string name, int slots, string kernel = "1")
    {
        (_test, _slots, _kernel) = (test, new(slots, slots), kernel);
        _probe = test.CreateTestProbe();
        _id = new(name, (ulong)Random.Shared.NextInt64());
        SayHello();
        _probe.ExpectMsg<Welcome>(Watchdog);
    }

    public void SayHello(params Lend[] held) => _test.Coordinator.Tell(Hello(held), _probe);

    /// <summary>Says every 50 ms that it is there and holds nothing.</summary>
    public void KeepSayingHello() => _talk = _test.Sys.Scheduler.Advanced.ScheduleRepeatedlyCancelable(
        TimeSpan.Zero, TimeSpan.FromMilliseconds(50), () => SayHello());

    public void Leave() => _talk?.Cancel();

    public List<Lend> ExpectLeases(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (Lend)Next(message => message is Lend))];

    /// <summary>
    /// Two questions, one after the other, that take the way an offer takes: when the second is answered, a lease that the first
    /// could have overtaken would be here.
    /// </summary>
    public void ExpectNoLease()
    {
        foreach (var job in _test.SubmittedJobs.Concat(_test.SubmittedJobs))
        {
            _test.Coordinator.Tell(new Page(job, 0, []), _probe);
            Assert.IsNotType<Lend>(Next(message => message is Lend or PageTaken));
        }
    }

    public void Expect(object message) => Next(message.Equals);

    public void Finish(Lend lease, TimeSpan? elapsed = null)
    {
        Answer(DoneOf(lease, elapsed));
        Expect(new Settled(lease.Job, lease.Lease));
    }

    /// <summary>Says that it is done, and does not wait for an answer.</summary>
    public void Tell(Lend lease) => Answer(DoneOf(lease));

    /// <summary>The same for several, in one message.</summary>
    public void TellTogether(IEnumerable<Lend> leases) => _test.Coordinator.Tell(new Bundle([.. leases.Select(lease => DoneOf(lease))]), _probe);

    /// <summary>Says that it is done until that is settled, as workers do.</summary>
    public void FinishAgain(Lend lease)
    {
        var settled = new Settled(lease.Job, lease.Lease);
        for (var tries = 0; tries < 60; tries++)
        {
            Answer(DoneOf(lease));
            if (_inbox.Remove(settled)) return;
            while (_probe.ReceiveOne(TimeSpan.FromMilliseconds(500)) is { } message)
            {
                if (settled.Equals(message)) return;
                _inbox.Add(message);
            }
        }

        throw new TimeoutException($"{lease.Range} was not settled.");
    }

    /// <summary>Each item comes back as a record, and a long one as a notice too.</summary>
    public void FinishWithRows(Lend lease)
    {
        var rows = lease.Items.Select((item, i) => (Unit: lease.Range.From + i, Item: item)).ToList();
        var done = DoneOf(lease);
        Answer(done with
        {
            Output = done.Output with
            {
                Records = [.. rows.Select(row => new UnitRecord(row.Unit, row.Item))],
                Notices = [.. rows.Where(row => row.Item.Length > 15).Select(row => new Notice(row.Unit, row.Item))],
            },
        });
        Expect(new Settled(lease.Job, lease.Lease));
    }

    /// <summary>Begins anew, but by the same name: what came before is nothing to it any more.</summary>
    public void Forget()
    {
        while (_probe.ReceiveOne(TimeSpan.Zero) is not null)
        {
            // One less.
        }

        _inbox.Clear();
    }

    /// <summary>So far.</summary>
    public void ExpectNothingSettled()
    {
        while (_probe.ReceiveOne(TimeSpan.Zero) is { } message) _inbox.Add(message);
        Assert.Empty(_inbox.OfType<Settled>());
    }

    public void Fail(Lend lease, string reason) =>
        Answer(new Failed(lease.Job, lease.Lease, _id, lease.Attempt, reason, TimeSpan.FromMilliseconds(1)));

    public void Return(Lend lease) => Answer(new Returned(lease.Job, lease.Lease, _id));

    /// <summary>The first message that fits. Those that came before it stay for later.</summary>
    private object Next(Predicate<object> fits)
    {
        for (var at = 0; ; at++)
        {
            if (at == _inbox.Count) _inbox.Add(_probe.ReceiveOne(Watchdog) ?? throw new TimeoutException("The message did not come."));
            if (!fits(_inbox[at])) continue;
            var found = _inbox[at];
            _inbox.RemoveAt(at);
            return found;
        }
    }

    private Done DoneOf(Lend lease, TimeSpan? elapsed = null)
    {
        var range = lease.Range;
        var sum = new UnitSum(range.Length, Enumerable.Range((int)range.From, (int)range.Length).Sum());
        return new(lease.Job, lease.Lease, _id, lease.Attempt, range, new(sum.Encode()), elapsed ?? TimeSpan.FromMilliseconds(100));
    }

    private void Answer(ILeaseReport report) => _test.Coordinator.Tell(report, _probe);

    private Hello Hello(IEnumerable<Lend> held) => new(
        _id, "host", ++_hellos, TimeSpan.Zero, _slots,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["test"] = _kernel },
        [.. held.Select(lease => new HeldLease(lease.Job, lease.Lease, lease.Range))],
        held.Count(),
        "1.0.0",
        IsDraining: false);
}
