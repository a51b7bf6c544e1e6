using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Compare.Report;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Compare;

/// <summary>What is to be compared.</summary>
/// <param name="Notes">Sentences on what is compared and what is done otherwise than usual.</param>
internal sealed record Prepared(IReadOnlyList<Section> Sections, IReadOnlyList<string> Notes)
{
    /// <summary>Draws pictures of the work itself for a report; null for none.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<Figure>>>? Illustrate { get; init; }
}

/// <summary>Compares from preparation to output, whatever the workload.</summary>
internal static class CompareRun
{
    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedException">A run failed.</exception>
    public static async Task<int> RunAsync(string workload, CompareTerms terms, Surroundings surroundings, Func<IContestView, Task<Prepared>> prepare)
    {
        Comparison comparison;
        IReadOnlyList<Figure> pictures = [];
        try
        {
            var began = surroundings.Time.GetUtcNow();
            await using var view = new ContestView(surroundings);
            var prepared = await prepare(view);
            view.Show("waiting for the compiler", done: 0, runs: 0);
            await Compilation.SettleAsync(surroundings.Time, surroundings.Cancelled);
            var figures = await Contest.RunAsync(prepared.Sections, terms.Rounds, view, surroundings.Cancelled);
            comparison = new(workload, figures, [.. prepared.Notes, .. Disagreement.Of(figures)], Machine.Here(), began);
            if (terms.Report is not null && prepared.Illustrate is { } illustrate)
            {
                view.Show("pictures for the report", done: 0, runs: 0);
                pictures = await illustrate(surroundings.Cancelled);
            }
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
            report.Write(ReportPage.Of(comparison, pictures));
            surroundings.Say($"The report is in {report.Path}.");
        }

        return ExitCodes.Completed;
    }
}
