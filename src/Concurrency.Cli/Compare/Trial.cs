namespace Concurrency.Cli.Compare;

/// <summary>What was measured when a job was run once, from nothing to its result.</summary>
/// <param name="Startup">All that is not the job: starting an engine, handing the job in, hearing of its end.</param>
/// <param name="Compute">The job's own elapsed time.</param>
/// <param name="ProcessorTime">Of all threads and processes together, over both.</param>
/// <param name="Value">What the job came to; null where that is no finite number.</param>
internal sealed record Trial(TimeSpan Startup, TimeSpan Compute, TimeSpan ProcessorTime, double? Value)
{
    public TimeSpan Whole => Startup + Compute;
}
