using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>What users see of a job, be it one that they have just submitted or one that somebody else did. Every workload has its own.</summary>
internal interface IJobOutput
{
    /// <summary>What there is to do, as a person would write it.</summary>
    string Terms { get; }

    /// <summary>What progress is counted in.</summary>
    Quantity Quantity { get; }

    /// <summary>What is made of the rows; null for a job that has neither records nor notices.</summary>
    IRowReader? Rows { get; }

    /// <summary>The job is over: writes its result.</summary>
    /// <returns>See <see cref="CommandLine.ExitCodes"/>.</returns>
    int End(JobReport report, RunTerms terms);
}
