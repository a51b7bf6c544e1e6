using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Interactive;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Tests.Interactive;

public sealed class WordCompletionTests
{
    private static readonly Config Configuration = ConfigurationFiles.Load();

    [Theory]
    [InlineData("", "exit gamma help jobs nodes top uptime")]
    [InlineData("g", "gamma")]
    [InlineData("jobs ", "cancel delete list results retry show watch")]
    [InlineData("jobs re", "results retry")]
    [InlineData("concurrency jobs s", "show")]
    [InlineData("help no", "nodes")]
    [InlineData("gamma 6 --st", "--steps")]
    [InlineData("gamma 6 --rule s", "simpson")]
    [InlineData("gamma 6 --output ", "json text")]
    [InlineData("gamma 6 --mode s", "serial")]
    [InlineData("nodes drain ", "local")]
    [InlineData("jobs list --o", "--output")]
    [InlineData("jobs results --f", "--follow")]
    [InlineData("frobnicate ", "")]
    [InlineData("gamma \"", "")]
    public async Task Verbs_options_values_and_names_are_completed(string typed, string words)
    {
        await using var engine = await EngineAsync();
        Assert.Equal(words, string.Join(' ', await CompleteAsync(engine, typed)));
    }

    [Fact]
    public async Task Jobs_are_completed_by_their_ids()
    {
        await using var engine = await EngineAsync();
        var gamma = new GammaWorkload();
        var id = await engine.Jobs.SubmitAsync(new(gamma.Name, gamma.Encode(new(6, 0, 1000, 1000)), ChunkUnits: null));
        Assert.Equal([id.Value], await CompleteAsync(engine, "jobs watch "));
        Assert.Equal([id.Value], await CompleteAsync(engine, $"jobs cancel {id.Value[..8]}"));
        Assert.Empty(await CompleteAsync(engine, "jobs cancel uptime"));
    }

    [Fact]
    public async Task Files_are_completed_for_uptime()
    {
        await using var engine = await EngineAsync();
        var folder = Directory.CreateTempSubdirectory("completion-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "sites.txt"), "");
        Assert.Equal([Path.Combine(folder.FullName, "sites.txt")], await CompleteAsync(engine, $"uptime {folder.FullName}/si"));
        Assert.Equal([folder.FullName + Path.DirectorySeparatorChar], await CompleteAsync(engine, $"uptime {folder.FullName}"));
        folder.Delete(recursive: true);
    }

    private static Task<OwnEngine> EngineAsync() => OwnEngine.StartAsync(1, Configuration, TimeProvider.System, CancellationToken.None);

    private static Task<IReadOnlyList<string>> CompleteAsync(OwnEngine engine, string typed)
    {
        var surroundings = new Surroundings { Output = TextWriter.Null, Error = TextWriter.Null, Connection = engine };
        var completion = new WordCompletion(engine, surroundings, () => ConsoleRoot.Create(surroundings, Configuration, () => { }));
        return completion.CompleteAsync(EditedLine.Of(typed), CancellationToken.None);
    }
}
