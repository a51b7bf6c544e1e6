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
    public static async Task<JobReport> RunAsync(IWorkload workload, JobSpec spec, RunTerms terms, Quantity quantity, Surroundings surroundings)
    {
        await using var runner = RunnerOf(workload, terms, surroundings);
        await using var view = new ProgressView(surroundings.ProgressConsole, quantity);
        await using var closing = surroundings.Cancelled.Register(view.Close);
        return await runner.RunAsync(spec, Begun, view.Show, surroundings.Cancelled);

        void Begun()
        {
            if (surroundings.Debugging) surroundings.Say($"debug: the {workload.Name} job runs");
        }
    }

    /// <summary>A runner of the mode that was asked for, made anew.</summary>
    /// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
    public static IJobRunner RunnerOf(IWorkload workload, RunTerms terms, Surroundings surroundings) => terms.Mode switch
    {
        RunMode.Serial => new SerialRunner(workload, EngineSettings.Read(terms.Configuration), surroundings.Time),
        RunMode.Threads => new ThreadsRunner(workload, terms.Parallelism, terms.Configuration),
        _ => throw new ArgumentOutOfRangeException(nameof(terms), terms.Mode, message: null),
    };
}
