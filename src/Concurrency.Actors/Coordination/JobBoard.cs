using Akka.Actor;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>A job as the coordinator knows it.</summary>
internal sealed class BoardEntry(IActorRef actor)
{
    public IActorRef Actor { get; } = actor;

    /// <summary>Of no workload until the job has told what it needs.</summary>
    public Demand Demand { get; set; } = new("", "", SlotKind.Cpu, ChunksPerSlot: 1);

    /// <summary>Slot-seconds that the job has had.</summary>
    public double Used { get; set; }

    /// <summary>Workers that were told there is nothing for them, until there is news.</summary>
    public HashSet<WorkerId> Declined { get; } = [];
}

/// <summary>The jobs that are here, and whose turn it is: the job that has had the fewest slot-seconds goes first.</summary>
internal sealed class JobBoard
{
    private readonly Dictionary<JobId, BoardEntry> _jobs = [];

    // The few that are looked through at every offer, of the many that may be remembered.
    private readonly Dictionary<JobId, BoardEntry> _open = [];

    public BoardEntry? Find(JobId job) => _jobs.GetValueOrDefault(job);

    public IEnumerable<BoardEntry> Open => _open.Values;

    /// <summary>Whoever was told no may ask again.</summary>
    public void ForgetDeclined()
    {
        foreach (var entry in _open.Values) entry.Declined.Clear();
    }

    public void Add(JobId job, IActorRef actor) => _jobs.Add(job, new(actor));

    public void Remove(JobId job)
    {
        _jobs.Remove(job);
        _open.Remove(job);
    }

    /// <summary>The job is over: it wants no more turns.</summary>
    public void Close(JobId job) => _open.Remove(job);

    public void HasNews(JobId job, Demand demand)
    {
        if (Find(job) is not { } entry) return;
        // A newcomer starts level with the others, not with a claim on all the time it was not there.
        if (_open.TryAdd(job, entry))
            entry.Used = _open.Values.Where(other => other != entry).Select(other => other.Used).DefaultIfEmpty().Min();

        entry.Demand = demand;
        entry.Declined.Clear();
    }

    /// <summary>The job that should be offered the worker's slots of this kind, or null.</summary>
    public (JobId Job, BoardEntry Entry)? Next(Member member, SlotKind kind)
    {
        (JobId, BoardEntry)? next = null;
        var least = double.PositiveInfinity;
        foreach (var (job, entry) in _open)
        {
            if (entry.Demand.Kind != kind || entry.Used >= least) continue;
            if (entry.Declined.Contains(member.Id) || !member.Runs(entry.Demand)) continue;
            (next, least) = ((job, entry), entry.Used);
        }

        return next;
    }
}
