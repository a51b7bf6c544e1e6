using Concurrency.Actors.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job in the mode that was asked for, with live progress, until its end or Ctrl-C, and writes what came of it.</summary>
internal static class JobRun
{
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    /// <exception cref="BadJobException">There is no such job.</exception>
    /// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
    public static async Task<int> RunAsync(JobRequest request, RunTerms terms, Surroundings surroundings)
    {
        if (terms.Submission is { } submission)
            return await submission.UseAsync(connection => SubmitAsync(request, terms, submission, connection, surroundings));

        JobReport report;
        await using (var runner = RunnerOf(request.Workload, terms, surroundings))
        {
            if (request.Rehearsal is { } rehearse) await rehearse(runner);
            report = await JobDisplay.ShowAsync(
                request.Workload.Name, request.Output, surroundings, listener => runner.RunAsync(request.Spec, request.Items, listener, surroundings.Cancelled));
        }

        return request.Output.End(report, terms);
    }

    /// <summary>A runner of the mode that was asked for, made anew.</summary>
    /// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
    public static IJobRunner RunnerOf(IWorkload workload, RunTerms terms, Surroundings surroundings) => terms.Mode switch
    {
        RunMode.Serial => new SerialRunner(workload, EngineSettings.Read(terms.Configuration), surroundings.Time),
        RunMode.Threads => new ThreadsRunner(workload, terms.Parallelism, terms.Configuration, terms.Data),
        RunMode.Processes => new ProcessesRunner(workload, terms, surroundings),
        _ => throw new ArgumentOutOfRangeException(nameof(terms), terms.Mode, message: null),
    };

    private static async Task<int> SubmitAsync(
        JobRequest request, RunTerms terms, Submission submission, IConnection connection, Surroundings surroundings)
    {
        var spec = request.Spec with { Priority = submission.Priority };
        if (submission.Detach)
        {
            var job = await connection.Jobs.SubmitAsync(spec, request.Items, submission.Key, surroundings.Cancelled);
            await surroundings.Output.WriteLineAsync(job.Value);
            surroundings.Say($"The job is accepted. Next: '{surroundings.NextLine(connection, $"jobs watch {job}")}' follows it to its end.");
            return ExitCodes.Completed;
        }

        await using var runner = new ClusterRunner(connection, submission.Key, surroundings);
        var report = await JobDisplay.ShowAsync(
            request.Workload.Name, request.Output, surroundings, listener => runner.RunAsync(spec, request.Items, listener, surroundings.Cancelled));
        return request.Output.End(report, await connection.TermsAsync(terms.Configuration));
    }
}
