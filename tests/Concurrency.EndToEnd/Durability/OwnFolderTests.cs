using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>A job with an engine to itself that is killed, and given again with the same folder.</summary>
public sealed class OwnFolderTests(ITestOutputHelper output) : FolderTest(output)
{
    private const int Sites = 8;

    [LinuxFact]
    public Task With_threads_it_goes_on() => GoesOnAsync("threads");

    [LinuxFact]
    public Task With_processes_it_goes_on() => GoesOnAsync("processes");

    private async Task GoesOnAsync(string mode)
    {
        await using var web = new HoldingWeb();
        var list = new SiteList(web, Sites);
        var command = $"{list.CommandLine} --mode {mode} --parallelism 1 --data {Data}";
        var killed = Start(command);
        await list.AskedAsync(1);
        var answers = Chance.Next(2, Sites - 1);
        web.Answer(answers);
        await list.AskedAsync(answers);
        killed.Send(Signal.Kill);
        await killed.EndAsync();

        web.Open();
        list.HasEveryRow(await RunAsync(command));
        // What was in flight is asked again, and what came back last may not have been stored.
        Assert.InRange(web.Asked.Count, Sites + 1, Sites + answers);
    }
}
