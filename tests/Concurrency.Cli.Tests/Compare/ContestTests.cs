using Concurrency.Cli.Compare;

namespace Concurrency.Cli.Tests.Compare;

public class ContestTests
{
    [Fact]
    public async Task Every_round_runs_everything_once_the_second_in_reverse_and_those_with_fewer_repeats_in_the_first()
    {
        var ran = new List<string>();
        Section[] sections =
        [
            new(new("one", "the first", ""), [Entrant("one", Figures.Serial), Entrant("one", Figures.Threads(4))]),
            new(new("two", "the second", ""), [Entrant("two", Figures.Scalar) with { MostRepeats = 1 }, Entrant("two", Figures.Serial)]),
        ];
        var view = new View();
        var figures = await Contest.RunAsync(sections, rounds: 2, view, CancellationToken.None);
        Assert.Equal(["one serial", "one threads 4", "two scalar", "two serial", "two serial", "one threads 4", "one serial"], ran);
        Assert.Equal([2, 2, 1, 2], figures.SelectMany(section => section.Rows).Select(row => row.Trials.Count));
        Assert.Equal((0, 7, "round 1 of 2: one, serial"), view.Shown[0]);
        Assert.Equal((6, 7, "round 2 of 2: one, serial"), view.Shown[^1]);

        Entrant Entrant(string section, Way way) => new(way, () =>
        {
            ran.Add($"{section} {way.Name}");
            return Task.FromResult(new Trial(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.Zero, Value: 1));
        });
    }

    [Fact]
    public async Task A_cancelled_contest_runs_nothing_more()
    {
        using var source = new CancellationTokenSource();
        var runs = 0;
        Entrant entrant = new(Figures.Serial, () =>
        {
            runs++;
            source.Cancel();
            return Task.FromResult(new Trial(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, Value: null));
        });
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Contest.RunAsync([new(new("one", "", ""), [entrant, entrant])], rounds: 5, new View(), source.Token));
        Assert.Equal(1, runs);
    }

    private sealed class View : IContestView
    {
        public List<(int Done, int Runs, string What)> Shown { get; } = [];

        public void Show(string what, int done, int runs) => Shown.Add((done, runs, what));
    }
}
