using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Compare.Report;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Compare;

/// <summary>What is to be compared.</summary>
/// <param name="Notes">Sentences on what is done otherwise than usual.</param>
internal sealed record Prepared(IReadOnlyList<Section> Sections, IReadOnlyList<string> Notes);

/// <summary>Compares from preparation to output, whatever the workload.</summary>
internal static class CompareRun
{
    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedException">A run failed.</exception>
    public static async Task<int> RunAsync(string workload, CompareTerms terms, Surroundings surroundings, Func<IContestView, Task<Prepared>> prepare)
    {
        Comparison comparison;
        try
        {
            var began = surroundings.Time.GetUtcNow();
            await using var view = new ContestView(surroundings);
            var prepared = await prepare(view);
            view.Show("waiting for the compiler", done: 0, runs: 0);
            await Compilation.SettleAsync(surroundings.Time, surroundings.Cancelled);
            var figures = await Contest.RunAsync(prepared.Sections, terms.Rounds, view, surroundings.Cancelled);
            comparison = new(workload, figures, [.. prepared.Notes, .. Disagreement.Of(figures)], Machine.Here(), began);
        }
        catch (OperationCanceledException) when (surroundings.Cancelled.IsCancellationRequested)
        {
            surroundings.Say("Cancelled: nothing was compared.");
            return ExitCodes.Cancelled;
        }

        if (terms.Output == OutputFormat.Json) CompareObject.Of(comparison).WriteTo(surroundings.Output);
        else ComparisonText.Write(comparison, surroundings.Output);

        if (terms.Report is { } report)
        {
            report.Write(ReportPage.Of(comparison));
            surroundings.Say($"The report is in {report.Path}.");
        }

        return ExitCodes.Completed;
    }
}
