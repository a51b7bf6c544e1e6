using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>A job with an engine to itself that is interrupted, and given again with the same folder.</summary>
public sealed class OwnFolderTests(ITestOutputHelper output) : FolderTest(output)
{
    private const int Sites = 8;

    [LinuxFact]
    public Task With_threads_it_goes_on() => GoesOnAsync("threads", Signal.Kill);

    [LinuxFact]
    public Task With_threads_it_goes_on_after_Ctrl_C() => GoesOnAsync("threads", Signal.Interrupt);

    [LinuxFact]
    public Task With_processes_it_goes_on() => GoesOnAsync("processes", Signal.Kill);

    private async Task GoesOnAsync(string mode, Signal signal)
    {
        await using var web = new HoldingWeb();
        var list = new SiteList(web, Sites);
        var options = $"--mode {mode} --parallelism 1 --data {Data}";
        var killed = Start($"{list.RowByRow} {options}");
        var answers = Chance.Next(1, Sites);
        web.Answer(answers);
        for (var row = 0; row < answers; row++) await killed.Output.LineAsync("\"verdict\":\"up\"");
        await list.AskedAsync(answers + 1);
        killed.Send(signal);
        await killed.EndAsync();

        web.Open();
        list.HasEveryRow(await RunAsync($"{list.CommandLine} {options}"));
        // But for the one in flight.
        Assert.Equal(Sites + 1, web.Asked.Count);
    }
}
