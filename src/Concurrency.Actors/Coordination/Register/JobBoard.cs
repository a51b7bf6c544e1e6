using Akka.Actor;
using Concurrency.Actors.Coordination.Workers;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination.Register;

/// <summary>A job as the coordinator knows it.</summary>
/// <param name="weight">Its share of the slots beside other jobs: twice the weight, twice the slot-seconds.</param>
/// <param name="number">Counts the jobs.</param>
internal sealed class BoardEntry(JobId id, IActorRef actor, int weight, long number)
{
    public JobId Id { get; } = id;

    public IActorRef Actor { get; } = actor;

    public int Weight { get; } = weight;

    public long Number { get; } = number;

    /// <summary>Of no workload until the job has told what it needs.</summary>
    public Demand Demand { get; set; } = new("", "", SlotKind.Cpu, ChunksPerSlot: 1);

    /// <summary>It hears what is said to it: it is back from the store, if it was there.</summary>
    public bool IsReady { get; set; }

    public Account Account { get; } = new();

    /// <summary>How often in a row it was seen that no worker can run it.</summary>
    public int LooksInVain { get; set; }

    /// <summary>What it was charged by its weight when that was last looked at, which is its place in turn.</summary>
    public double Used { get; set; }

    public double UsedBy(double now) => Account.SlotSeconds(now) / Weight;

    /// <summary>It had nothing when it was last asked, and has told of nothing since.</summary>
    public bool IsIdle { get; private set; } = true;

    /// <summary>Workers that were told there is nothing for them, until there is news.</summary>
    private readonly HashSet<WorkerId> _declined = [];

    public bool Declines(WorkerId worker) => _declined.Contains(worker);

    public void Decline(WorkerId worker)
    {
        _declined.Add(worker);
        IsIdle = true;
    }

    public void MayAskAgain(WorkerId worker) => _declined.Remove(worker);

    public void AllMayAskAgain() => _declined.Clear();

    /// <returns>Whether anybody was told that there is nothing.</returns>
    public bool HasNews()
    {
        var wasAsked = _declined.Count > 0;
        _declined.Clear();
        IsIdle = false;
        return wasAsked;
    }
}

/// <summary>The jobs that are here, and whose turn it is.</summary>
internal sealed class JobBoard
{
    private readonly Dictionary<JobId, BoardEntry> _jobs = [];

    // The few that are looked through at every offer, of the many that may be remembered.
    private readonly Dictionary<JobId, BoardEntry> _open = [];
    private readonly Dictionary<SlotKind, Turns> _turns = new() { [SlotKind.Cpu] = new(), [SlotKind.Io] = new() };
    private long _added;

    /// <summary>Every job that is here hears what is said to it.</summary>
    public bool IsComplete => _jobs.Values.All(job => job.IsReady);

    public BoardEntry? Find(JobId job) => _jobs.GetValueOrDefault(job);

    /// <summary>Those that are here, over or not.</summary>
    public IEnumerable<BoardEntry> All => _jobs.Values;

    public IEnumerable<BoardEntry> Open => _open.Values;

    /// <summary>The job, unless it has not begun or is over.</summary>
    public BoardEntry? FindOpen(JobId job) => _open.GetValueOrDefault(job);

    public Turns TurnsOf(SlotKind kind) => _turns[kind];

    /// <summary>Whoever was told no may ask again.</summary>
    public void ForgetDeclined()
    {
        foreach (var entry in _open.Values) entry.AllMayAskAgain();
    }

    /// <param name="weight">At least 1.</param>
    /// <param name="isReady">It hears what is said to it.</param>
    public BoardEntry Add(JobId job, IActorRef actor, int weight, bool isReady = true)
    {
        var entry = new BoardEntry(job, actor, weight, _added++) { IsReady = isReady };
        _jobs.Add(job, entry);
        return entry;
    }

    public void Remove(JobId job)
    {
        Close(job);
        _jobs.Remove(job);
    }

    /// <summary>The job is over: it wants no more turns.</summary>
    public void Close(JobId job)
    {
        if (_open.Remove(job, out var entry)) _turns[entry.Demand.Kind].Leave(entry);
    }

    /// <summary>The job has something to lease, perhaps again.</summary>
    /// <returns>Whether a worker may have room for it and not have asked: it was told no before, or nothing at all.</returns>
    public bool HasNews(JobId job, Demand demand, double now)
    {
        if (Find(job) is not { } entry) return false;
        entry.Demand = demand;
        var isNew = _open.TryAdd(job, entry);
        if (isNew || entry.IsIdle) _turns[demand.Kind].Join(entry, now);
        return entry.HasNews() || isNew;
    }
}
