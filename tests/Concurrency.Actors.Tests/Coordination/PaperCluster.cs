using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Coordination.Workers;
using Concurrency.Actors.Workers;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using Microsoft.Extensions.Time.Testing;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>
/// The coordinator's matchmaking and the workers' desks in virtual time: a message takes half a round trip, a chunk as long as its job
/// says, and everything else no time at all.
/// </summary>
internal sealed class PaperCluster
{
    private readonly FakeTimeProvider _time = new();
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Number)> _events = new();
    private readonly JobBoard _board = new();
    private readonly DateTimeOffset _begin;
    private long _numbers;

    public PaperCluster(int prefetchLimit = 64)
    {
        _begin = _time.GetUtcNow();
        Roster = new(prefetchLimit);
        Matchmaker = new(Roster, _board, new(_time));
        After(1, LookAround);
    }

    public Roster Roster { get; }

    public Matchmaker Matchmaker { get; }

    /// <summary>In seconds.</summary>
    public double Now => (_time.GetUtcNow() - _begin).TotalSeconds;

    public Member AddWorker(string name, int cpu, int io = 0, double roundTrip = 0.001, params string[] kernels)
    {
        var (desk, running) = (new LeaseDesk(new(cpu, io)), new Dictionary<LeaseId, bool>());
        Member member = null!;
        var hello = new Hello(
            new(name, 1), name, 1, TimeSpan.FromSeconds(roundTrip), new(cpu, io), kernels.Append("test").ToDictionary(kernel => kernel, _ => "1", StringComparer.Ordinal),
            Held: [], HeldInAll: 0, Release: "", IsDraining: false);
        member = Roster.Greet(hello, new Inbox(message => After(roundTrip / 2, () => OnLend((Lend)message))), line => line, _time.GetUtcNow());
        Matchmaker.OfferAll(member);
        return member;

        void OnLend(Lend lend)
        {
            Assert.True(desk.Take(lend, JobOf(lend).Plan));
            BeginAll();
        }

        void BeginAll()
        {
            foreach (var kind in Enum.GetValues<SlotKind>())
            {
                while (desk.Begin(kind, name, CancellationToken.None) is { } entry) Begin(entry.Lend, JobOf(entry.Lend));
            }
        }

        void Begin(Lend lend, PaperJob job)
        {
            job.Begun.Add(Now);
            running.Add(lend.Lease, job.Isolated.Contains(lend.Lease));
            Assert.True(running.Count == 1 || !running.ContainsValue(true), "something runs beside what is isolated");
            var chunk = job.ChunkSeconds;
            After(chunk, () =>
            {
                running.Remove(lend.Lease);
                job.SlotSeconds += chunk / job.Plan.Traits.ChunksPerSlot;
                desk.Finish(lend.Lease, outcome: null);
                BeginAll();
                After(roundTrip / 2, () => OnDone(member, lend, TimeSpan.FromSeconds(chunk)));
            });
        }
    }

    public PaperJob Submit(double chunkSeconds, long chunks = long.MaxValue, int weight = 10, SlotKind kind = SlotKind.Cpu, int chunksPerSlot = 1, string kernel = "test")
    {
        var plan = new TestWorkload().Open(new TestWorkload().Encode(new(1) { Slot = kind, ChunksPerSlot = chunksPerSlot }), 0);
        var job = new PaperJob(new($"test-{++_numbers}"), new(kernel, "1", kind, chunksPerSlot), plan, chunkSeconds) { Left = chunks };
        _board.Add(job.Id, new Inbox(message => After(0, () => OnOffer(job, (Offer)message))), weight);
        Jobs.Add(job.Id, job);
        TellOfWork(job);
        return job;
    }

    public Dictionary<JobId, PaperJob> Jobs { get; } = [];

    /// <summary>The job has something to lease again.</summary>
    public void TellOfWork(PaperJob job)
    {
        if (!_board.HasNews(job.Id, job.Demand, Now)) return;
        foreach (var member in Roster.Members) Matchmaker.Offer(member, job.Demand.Kind);
    }

    public void End(PaperJob job) => _board.Close(job.Id);

    public void RunFor(double seconds)
    {
        var end = _time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        while (_events.TryPeek(out _, out var next) && next.At <= end)
        {
            if (next.At > _time.GetUtcNow()) _time.SetUtcNow(next.At);
            _events.Dequeue()();
        }

        _time.SetUtcNow(end);
    }

    private PaperJob JobOf(Lend lend) => Jobs[lend.Job];

    private void OnOffer(PaperJob job, Offer offer)
    {
        Assert.InRange(offer.Idle, 0, offer.Room);
        job.LastOffer = offer;
        List<Lend> leases = [];
        var isIsolated = offer.IsVacant && job.LeftIsolated > 0;
        if (isIsolated)
        {
            job.LeftIsolated--;
            leases.Add(NextLease(job));
            job.Isolated.Add(leases[0].Lease);
        }
        else
        {
            for (; leases.Count < offer.Room && job.Left > 0; job.Left--) leases.Add(NextLease(job));
        }

        var member = Roster.Find(offer.Worker)!;
        Assert.True(member.Answered(job.Id));
        Matchmaker.Lend(member, _board.Find(job.Id)!, new(job.Id, offer.Worker, offer.Room, leases, isIsolated, NeedsVacant: job.LeftIsolated > 0));
    }

    private Lend NextLease(PaperJob job) => new(job.Id, new(1, ++_numbers), 1, UnitRange.Of(0), "test", "1", Payload.Empty, 0, [], Payload.Empty);

    private void OnDone(Member member, Lend lend, TimeSpan elapsed)
    {
        Matchmaker.Answered(member, new Done(lend.Job, lend.Lease, member.Id, 1, lend.Range, new(Payload.Empty), elapsed), elapsed);
        _board.Find(lend.Job)!.MayAskAgain(member.Id);
        Matchmaker.OfferAll(member);
    }

    private void LookAround()
    {
        _board.ForgetDeclined();
        foreach (var member in Roster.Members) Matchmaker.OfferAll(member);
        After(1, LookAround);
    }

    private void After(double seconds, Action action) =>
        _events.Enqueue(action, (_time.GetUtcNow() + TimeSpan.FromSeconds(seconds), ++_numbers));

    /// <summary>An actor that is a method.</summary>
    [SuppressMessage("Design", "MA0097:A class that implements IComparable should override comparison operators", Justification = "Akka's references have none.")]
    private sealed class Inbox(Action<object> onMessage) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems);

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender) => onMessage(message);
    }
}

/// <summary>A job of chunks that take as long as a test says.</summary>
internal sealed class PaperJob(JobId id, Demand demand, IJobPlan plan, double chunkSeconds)
{
    public JobId Id { get; } = id;

    public Demand Demand { get; } = demand;

    public IJobPlan Plan { get; } = plan;

    public double ChunkSeconds { get; set; } = chunkSeconds;

    /// <summary>Chunks that were not granted yet.</summary>
    public long Left { get; set; }

    /// <summary>Chunks that are to have a worker to themselves and were not granted yet.</summary>
    public long LeftIsolated { get; set; }

    /// <summary>Leases of such chunks.</summary>
    public HashSet<LeaseId> Isolated { get; } = [];

    /// <summary>When its chunks began, in seconds.</summary>
    public List<double> Begun { get; } = [];

    /// <summary>What its chunks have taken of slots.</summary>
    public double SlotSeconds { get; set; }

    public Offer? LastOffer { get; set; }
}
