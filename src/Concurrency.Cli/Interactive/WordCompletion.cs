using System.CommandLine;
using Concurrency.Actors.Driving;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Interactive;

/// <summary>What may stand in the place of the word that is being typed: verbs, options and their values, jobs, workers, files.</summary>
/// <param name="root">Makes what has the verbs.</param>
internal sealed class WordCompletion(IConnection connection, Surroundings surroundings, Func<Command> root)
{
    /// <summary>A key that does nothing for longer seems broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Of the option for help, which nobody needs help to type.</summary>
    private static readonly string[] ShortForms = ["-?", "-h", "/?", "/h"];

    /// <returns>Each once, in order. Options stand there only where one was begun, or there is nothing else.</returns>
    public async Task<IReadOnlyList<string>> CompleteAsync(EditedLine line, CancellationToken cancelled)
    {
        await LearnNamesAsync(cancelled);
        var typed = line.BeforeCursor[line.WordStart..];
        var before = line.BeforeCursor.TrimStart();
        // What goes before a verb says nothing of it.
        foreach (var word in new[] { "concurrency ", "help " }) before = before.StartsWith(word, StringComparison.Ordinal) ? before[word.Length..] : before;
        var parse = root().Parse(before);
        if (parse.UnmatchedTokens.Any(token => typed.Length == 0 || !string.Equals(token, typed, StringComparison.Ordinal))) return [];
        var words = parse.GetCompletions(before.Length)
            .Select(item => item.Label)
            .Where(word => word.StartsWith(typed, StringComparison.Ordinal) && !ShortForms.Contains(word, StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToLookup(word => word.StartsWith('-'));
        return [.. typed.StartsWith('-') || !words[false].Any() ? words[true] : words[false]];
    }

    private async Task LearnNamesAsync(CancellationToken cancelled)
    {
        using var limit = new CancellationTokenSource(Patience, surroundings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancelled);
        try
        {
            var jobs = new List<string>();
            await foreach (var job in connection.Jobs.ListAsync(either.Token)) jobs.Add(job.Job.Value);
            var workers = await connection.WorkersAsync(either.Token);
            (surroundings.KnownNames.Jobs, surroundings.KnownNames.Workers) = (jobs, [.. workers.Select(worker => worker.Name)]);
        }
        catch (Exception e) when (e is NoAnswerException || (e is OperationCanceledException && !cancelled.IsCancellationRequested))
        {
            // Those that were known before will do.
        }
    }
}
