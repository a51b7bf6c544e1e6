using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>What a verb makes of the rows of its job, while it runs.</summary>
internal interface IRowReader
{
    /// <summary>Called with each record once, in the order that results are accepted; the job waits for it.</summary>
    void Take(IReadOnlyList<UnitRecord> records);

    /// <summary>What to say on standard error of a notice.</summary>
    string SentenceFor(Notice notice);

    /// <summary>Called some ten times a second, from any thread.</summary>
    void Progress(JobReport report);
}
