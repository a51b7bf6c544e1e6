using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Is told how a job goes while it runs.</summary>
internal sealed record JobListener
{
    /// <summary>Called once, when the job runs and can be cancelled.</summary>
    public Action Begun { get; init; } = () => { };

    /// <summary>Called some ten times a second, from any thread.</summary>
    public Action<JobReport> Progress { get; init; } = _ => { };

    /// <summary>Called with what there is to be said to the user, from any thread; null where that is left to the runner.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Called with the records and notices of accepted results, each once, never twice at a time; the job waits for it. Null for a job that has none.</summary>
    public Action<IReadOnlyList<UnitRecord>, IReadOnlyList<Notice>>? Rows { get; init; }
}
