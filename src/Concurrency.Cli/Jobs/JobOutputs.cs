using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Gamma;
using Concurrency.Cli.Running;
using Concurrency.Cli.Uptime;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary>Finds what users see of a job, whoever submitted it, by the name of its workload.</summary>
internal static class JobOutputs
{
    /// <summary>What came of a unit is known of it, but not what it was: the input is with the coordinator.</summary>
    private const string UnknownUrl = "-";

    private static readonly Dictionary<string, Func<JobDetails, OutputFormat, Surroundings, bool, IJobOutput>> ByWorkload = new(StringComparer.Ordinal)
    {
        ["gamma"] = (job, format, surroundings, _) => OfGamma(job, format, surroundings),
        ["uptime"] = OfUptime,
    };

    /// <param name="inOrder">Whether rows are written in the order of their units, or as they come.</param>
    /// <exception cref="RefusedException">The workload is not known here, or its jobs cannot be written like this.</exception>
    /// <exception cref="BadJobException">The job is of a release that this one does not understand.</exception>
    public static IJobOutput Of(JobDetails job, OutputFormat format, Surroundings surroundings, bool inOrder = true) =>
        ByWorkload.TryGetValue(job.Summary.Workload, out var create)
            ? create(job, format, surroundings, inOrder)
            : throw new RefusedException(
                $"The job {job.Summary.Job} is of a workload that this release does not know, {Sentences.Quoted(job.Summary.Workload)}; 'jobs show' says how it is.");

    /// <summary>What the job is to do, as a person would write it; as its workload does, where this release does not understand it.</summary>
    public static string TermsOf(JobDetails job, Surroundings surroundings)
    {
        try
        {
            return Of(job, OutputFormat.Text, surroundings).Terms;
        }
        catch (Exception e) when (e is RefusedException or BadJobException)
        {
            return job.Parameters.AsText();
        }
    }

    private static GammaOutput OfGamma(JobDetails job, OutputFormat format, Surroundings surroundings)
    {
        if (format is not (OutputFormat.Text or OutputFormat.Json))
            throw new RefusedException($"--output is {format.ToString().ToLowerInvariant()}, but a gamma job has one result and no rows: take text or json.");
        var workload = new GammaWorkload();
        return new(workload, workload.Decode(job.Parameters), format, surroundings);
    }

    private static UptimeOutput OfUptime(JobDetails job, OutputFormat format, Surroundings surroundings, bool inOrder)
    {
        using var prober = new Prober();
        return new(new UptimeWorkload(prober).Decode(job.Parameters), job.Report.Units, _ => UnknownUrl, format, surroundings, inOrder);
    }
}
