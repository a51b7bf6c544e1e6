using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using Concurrency.Workloads.Gamma;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Gamma;

/// <summary>What users see of a gamma job.</summary>
/// <param name="format">Text or JSON: there are no rows.</param>
internal sealed class GammaOutput(GammaWorkload workload, GammaJob job, OutputFormat format, Surroundings surroundings) : IJobOutput
{
    public string Terms => GammaOutcome.TermsOf(job);

    public Quantity Quantity { get; } = new("points", "summed", job.PointsPerBlock, job.Points);

    public IRowReader? Rows => null;

    public int End(JobReport report, RunTerms terms)
    {
        var result = report.Status == JobStatus.Completed ? workload.Finish(job, GammaPartial.Decode(report.Total)) : null;
        var outcome = new GammaOutcome(job, report, terms, Quantity, result);
        if (format == OutputFormat.Json) outcome.WriteJson(surroundings.Output);
        else if (outcome.Value is not null) outcome.WriteText(surroundings.Output);
        if (outcome.Complaint is { } complaint) surroundings.Say(complaint);
        return outcome.ExitCode;
    }
}
