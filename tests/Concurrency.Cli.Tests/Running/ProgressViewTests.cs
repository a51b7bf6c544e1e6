using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using Spectre.Console;
using Spectre.Console.Testing;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Running;

public class ProgressViewTests
{
    private static readonly Quantity Points = new("points", "summed", 1000, 100_000);

    [Fact]
    public async Task The_bar_shows_the_share_the_rate_and_the_time_left()
    {
        using var console = new TestConsole().Width(120).Interactive();
        await using (var view = new ProgressView(() => console, Points)) view.Show(Report(25, seconds: 10));
        Assert.Contains("25%", console.Output, StringComparison.Ordinal);
        Assert.Contains("2,500 points/s, 30 s left", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_narrow_terminal_there_are_words_and_no_bar()
    {
        using var console = new TestConsole().Width(45).Interactive();
        await using (var view = new ProgressView(() => console, Points)) view.Show(Report(25, seconds: 10));
        Assert.Contains("25% 2,500 points/s, 30 s left", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("━", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_without_reports_touches_no_console()
    {
        await using var view = new ProgressView(() => throw new InvalidOperationException("not needed"), Points);
        view.Close();
        view.Show(Report(1, seconds: 1));
    }

    [Fact]
    public async Task Nothing_is_drawn_where_nobody_looks()
    {
        await using var view = new ProgressView(console: null, Points);
        view.Show(Report(1, seconds: 1));
    }

    private static JobReport Report(long units, double seconds) =>
        new(new("test-1"), JobStatus.Running, null, 100, units, [], 1, 0, TimeSpan.FromSeconds(seconds), default);
}
