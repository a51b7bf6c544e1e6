using Concurrency.Cli.CommandLine;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Shows a job while it runs: its rows, or a bar, and whatever is said of it.</summary>
internal static class JobDisplay
{
    /// <param name="follow">Tells a listener of the job until its end.</param>
    public static async Task<JobReport> ShowAsync(
        string workload, IJobOutput output, Surroundings surroundings, Func<JobListener, Task<JobReport>> follow)
    {
        // Rows that scroll by are progress enough, and a bar would be drawn across them.
        var console = output.Rows is not null && surroundings.OutputIsWatched ? null : surroundings.ProgressConsole;
        await using var view = new ProgressView(console, output.Quantity);
        await using var closing = surroundings.Cancelled.Register(view.Close);
        return await follow(new() { Begun = Begun, Say = Say, Progress = Progress, Rows = output.Rows is null ? null : Rows });

        void Begun()
        {
            if (surroundings.Debugging) surroundings.Say($"debug: the {workload} job runs");
        }

        void Say(string sentence) => view.Say(sentence, surroundings);

        void Progress(JobReport report)
        {
            view.Show(report);
            output.Rows?.Progress(report);
        }

        void Rows(IReadOnlyList<UnitRecord> records, IReadOnlyList<Notice> notices)
        {
            foreach (var notice in notices) Say(output.Rows!.SentenceFor(notice));
            output.Rows!.Take(records);
        }
    }
}
