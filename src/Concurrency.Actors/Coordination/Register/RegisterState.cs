using Concurrency.Actors.Storage;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Storage.RegisterEvents;

namespace Concurrency.Actors.Coordination.Register;

/// <summary>Which jobs are stored: the fold of the register's events.</summary>
internal sealed class RegisterState
{
    private readonly Dictionary<JobId, JobOpened> _jobs = [];
    private readonly Dictionary<JobId, JobOver> _over = [];
    private readonly HashSet<JobId> _forgotten = [];

    public long LastNumber { get; private set; }

    /// <summary>The highest of <see cref="TakenOver"/>; 0 when there was none.</summary>
    public long Epoch { get; private set; }

    /// <summary>In the order opened.</summary>
    public IEnumerable<JobOpened> Jobs => _jobs.Values.OrderBy(job => job.Number);

    /// <summary>Of those that are over, in the order they ended.</summary>
    public IEnumerable<JobOver> Over => _over.Values.OrderBy(over => over.At);

    /// <summary>Jobs whose streams are still to be erased.</summary>
    public IReadOnlyCollection<JobId> Forgotten => _forgotten;

    public void Restore(RegisterSnapshot snapshot)
    {
        (LastNumber, Epoch) = (snapshot.LastNumber, snapshot.Epoch);
        foreach (var job in snapshot.Jobs) _jobs.Add(job.Job, job);
        foreach (var over in snapshot.Over) _over.Add(over.Summary.Job, over);
        _forgotten.UnionWith(snapshot.Forgotten);
    }

    public void Apply(IStoredEvent happened)
    {
        switch (happened)
        {
            case TakenOver taken:
                Epoch = Math.Max(Epoch, taken.Epoch);
                break;
            case JobOpened opened:
                _jobs.Add(opened.Job, opened);
                LastNumber = opened.Number;
                break;
            case JobOver over:
                _over[over.Summary.Job] = over;
                break;
            case JobResumed resumed:
                _over.Remove(resumed.Job);
                break;
            case JobForgotten forgotten:
                _jobs.Remove(forgotten.Job);
                _over.Remove(forgotten.Job);
                _forgotten.Add(forgotten.Job);
                break;
            case JobErased erased:
                _forgotten.Remove(erased.Job);
                break;
            default:
                throw new FormatException($"A {happened.GetType().Name} cannot be in the register.");
        }
    }

    public RegisterSnapshot ToSnapshot() => new(LastNumber, Epoch, [.. Jobs], [.. Over], [.. _forgotten]);
}
