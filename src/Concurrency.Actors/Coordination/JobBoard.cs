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

    public bool HasWork { get; set; }
}

/// <summary>The jobs that are here, and whose turn it is: the job that has had the fewest slot-seconds goes first.</summary>
internal sealed class JobBoard
{
    private readonly Dictionary<JobId, BoardEntry> _jobs = [];

    public IReadOnlyDictionary<JobId, BoardEntry> Jobs => _jobs;

    public BoardEntry? Find(JobId job) => _jobs.GetValueOrDefault(job);

    public void Add(JobId job, IActorRef actor) => _jobs.Add(job, new(actor));

    public void Remove(JobId job) => _jobs.Remove(job);

    public void HasNews(JobId job, SlotKind kind, string workload, string kernelVersion)
    {
        if (Find(job) is not { } entry) return;
        if (!entry.HasWork && entry.Used == 0)
        {
            // A newcomer starts level with the others, not with a claim on all the time it was not there.
            entry.Used = _jobs.Values.Where(other => other.HasWork).Select(other => other.Used).DefaultIfEmpty().Min();
        }

        (entry.Kind, entry.Workload, entry.KernelVersion, entry.HasWork) = (kind, workload, kernelVersion, true);
        entry.Declined.Clear();
    }

    /// <summary>The job that should be offered the worker's slots of this kind, or null.</summary>
    public (JobId Job, BoardEntry Entry)? Next(Member member, SlotKind kind)
    {
        (JobId, BoardEntry)? next = null;
        var least = double.PositiveInfinity;
        foreach (var (job, entry) in _jobs)
        {
            if (!entry.HasWork || entry.Kind != kind || entry.Used >= least) continue;
            if (entry.Declined.Contains(member.Id) || !member.Runs(entry.Workload, entry.KernelVersion)) continue;
            (next, least) = ((job, entry), entry.Used);
        }

        return next;
    }
}
