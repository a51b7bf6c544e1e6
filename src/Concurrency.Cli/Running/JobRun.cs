using Concurrency.Actors.Configuration;
using Concurrency.Cli.CommandLine;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job in the mode that was asked for, with live progress, until its end or Ctrl-C.</summary>
internal static class JobRun
{
    /// <exception cref="BadJobException">There is no such job.</exception>
    /// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
    public static async Task<JobReport> RunAsync(JobRequest request, RunTerms terms, Surroundings surroundings)
    {
        await using var runner = RunnerOf(request.Workload, terms, surroundings);
        if (request.Rehearsal is { } rehearse) await rehearse(runner);

        // Rows that scroll by are progress enough, and a bar would be drawn across them.
        var console = request.Rows is not null && surroundings.OutputIsWatched ? null : surroundings.ProgressConsole;
        await using var view = new ProgressView(console, request.Quantity);
        await using var closing = surroundings.Cancelled.Register(view.Close);
        return await runner.RunAsync(
            request.Spec, request.Items, new() { Begun = Begun, Progress = Progress, Rows = Rows, Say = sentence => view.Say(sentence, surroundings) }, surroundings.Cancelled);

        void Begun()
        {
            if (surroundings.Debugging) surroundings.Say($"debug: the {request.Workload.Name} job runs");
        }

        void Progress(JobReport report)
        {
            view.Show(report);
            request.Rows?.Progress(report);
        }

        void Rows(IReadOnlyList<UnitRecord> records, IReadOnlyList<Notice> notices)
        {
            if (request.Rows is not { } reader) return;
            foreach (var notice in notices) view.Say(reader.SentenceFor(notice), surroundings);
            reader.Take(records);
        }
    }

    /// <summary>A runner of the mode that was asked for, made anew.</summary>
    /// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
    public static IJobRunner RunnerOf(IWorkload workload, RunTerms terms, Surroundings surroundings) => terms.Mode switch
    {
        RunMode.Serial => new SerialRunner(workload, EngineSettings.Read(terms.Configuration), surroundings.Time),
        RunMode.Threads => new ThreadsRunner(workload, terms.Parallelism, terms.Configuration),
        RunMode.Processes => new ProcessesRunner(workload, terms, surroundings),
        _ => throw new ArgumentOutOfRangeException(nameof(terms), terms.Mode, message: null),
    };
}
