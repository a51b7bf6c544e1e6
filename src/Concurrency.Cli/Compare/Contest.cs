namespace Concurrency.Cli.Compare;

/// <summary>
/// Runs every entrant of every section once in each round, so that whatever the machine does meanwhile befalls all of them alike; every second
/// round in reverse, so that nobody always comes after the same one.
/// </summary>
internal static class Contest
{
    /// <param name="rounds">At least 1.</param>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    /// <exception cref="CommandLine.RefusedException">A run failed; the sentence says why.</exception>
    public static async Task<IReadOnlyList<SectionFigures>> RunAsync(
        IReadOnlyList<Section> sections, int rounds, IContestView view, CancellationToken cancelled)
    {
        var lanes = sections.SelectMany(section => section.Entrants.Select(entrant => new Lane(section, entrant))).ToList();
        var (run, runs) = (0, lanes.Sum(lane => Math.Min(rounds, lane.Entrant.MostRepeats)));
        for (var round = 1; round <= rounds; round++)
        {
            var order = round % 2 == 1 ? lanes : lanes.AsEnumerable().Reverse();
            foreach (var lane in order.Where(lane => lane.Entrant.MostRepeats >= round))
            {
                cancelled.ThrowIfCancellationRequested();
                view.Show($"round {round} of {rounds}: {lane.Section.Topic.Name}, {lane.Entrant.Way.Name}", run++, runs);
                // What an earlier run has left behind is not to be cleared away in the time of this one.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                lane.Trials.Add(await lane.Entrant.RunAsync());
            }
        }

        return [.. sections.Select(section => new SectionFigures(section.Topic, [.. lanes.Where(lane => lane.Section == section).Select(lane => lane.Row)]))];
    }

    private sealed record Lane(Section Section, Entrant Entrant)
    {
        public List<Trial> Trials { get; } = [];

        public Row Row => new(Entrant.Way, Trials);
    }
}

/// <summary>Is told what is being run.</summary>
internal interface IContestView
{
    /// <param name="what">In a few words.</param>
    /// <param name="done">Of <paramref name="runs"/>, before this one.</param>
    /// <param name="runs">0 where nobody knows yet.</param>
    void Show(string what, int done, int runs);
}
