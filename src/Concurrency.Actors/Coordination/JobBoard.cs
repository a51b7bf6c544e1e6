using Akka.Actor;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Coordination;

/// <summary>A job as the coordinator knows it.</summary>
internal sealed class BoardEntry(IActorRef actor)
{
    public IActorRef Actor { get; } = actor;

    public SlotKind Kind { get; set; }

    public string Workload { get; set; } = "";

    public string KernelVersion { get; set; } = "";

    /// <summary>Slot-seconds that the job has had.</summary>
    public double Used { get; set; }

    /// <summary>Workers that were told there is nothing for them, until there is news.</summary>
    public HashSet<WorkerId> Declined { get; } = [];

    /// <summary>Committed, and not over.</summary>
    public bool IsOpen { get; set; }
}

/// <summary>The jobs that are here, and whose turn it is: the job that has had the fewest slot-seconds goes first.</summary>
internal sealed class JobBoard
{
    private readonly Dictionary<JobId, BoardEntry> _jobs = [];

    public BoardEntry? Find(JobId job) => _jobs.GetValueOrDefault(job);

    public IEnumerable<BoardEntry> Open => _jobs.Values.Where(entry => entry.IsOpen);

    /// <summary>Whoever was told no may ask again.</summary>
    public void ForgetDeclined()
    {
        foreach (var entry in _jobs.Values) entry.Declined.Clear();
    }

    public void Add(JobId job, IActorRef actor) => _jobs.Add(job, new(actor));

    public void Remove(JobId job) => _jobs.Remove(job);

    public void HasNews(JobId job, SlotKind kind, string workload, string kernelVersion)
    {
        if (Find(job) is not { } entry) return;
        if (!entry.IsOpen && entry.Used == 0)
        {
            // A newcomer starts level with the others, not with a claim on all the time it was not there.
            entry.Used = _jobs.Values.Where(other => other.IsOpen).Select(other => other.Used).DefaultIfEmpty().Min();
        }

        (entry.Kind, entry.Workload, entry.KernelVersion, entry.IsOpen) = (kind, workload, kernelVersion, true);
        entry.Declined.Clear();
    }

    /// <summary>The job that should be offered the worker's slots of this kind, or null.</summary>
    public (JobId Job, BoardEntry Entry)? Next(Member member, SlotKind kind)
    {
        (JobId, BoardEntry)? next = null;
        var least = double.PositiveInfinity;
        foreach (var (job, entry) in _jobs)
        {
            if (!entry.IsOpen || entry.Kind != kind || entry.Used >= least) continue;
            if (entry.Declined.Contains(member.Id) || !member.Runs(entry.Workload, entry.KernelVersion)) continue;
            (next, least) = ((job, entry), entry.Used);
        }

        return next;
    }
}
