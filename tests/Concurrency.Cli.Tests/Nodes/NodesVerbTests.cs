using System.Text.Json;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Nodes;
using Concurrency.Cli.Tests.Cluster;

namespace Concurrency.Cli.Tests.Nodes;

[Collection(nameof(SmallCluster))]
public sealed class NodesVerbTests(SmallCluster cluster)
{
    [Fact]
    public async Task A_worker_is_listed_until_it_was_drained()
    {
        var (name, drained) = await cluster.StartWorkerAsync();
        var text = (await CommandLines.RunAsync($"nodes list {cluster.Join}")).Output.Split('\n');
        Assert.Single(text, line => line.Contains($" {cluster.Place} ", StringComparison.Ordinal) && line.Contains(" here ", StringComparison.Ordinal));
        Assert.Single(text, line => line.Contains($" {name} ", StringComparison.Ordinal) && line.Contains(" working ", StringComparison.Ordinal));
        var json = JsonElement.Parse((await CommandLines.RunAsync($"nodes list --output json {cluster.Join}")).Output);
        Assert.True(Assert.Single(json.GetProperty("seeds").EnumerateArray()).GetProperty("coordinator").GetBoolean());
        var worker = Assert.Single(json.GetProperty("workers").EnumerateArray(), worker => string.Equals(worker.GetProperty("name").GetString(), name, StringComparison.Ordinal));
        Assert.Equal((2, 0, false), (worker.GetProperty("cpuSlots").GetInt32(), worker.GetProperty("chunks").GetInt32(), worker.GetProperty("draining").GetBoolean()));

        var ended = await CommandLines.RunAsync($"nodes drain {name} {cluster.Join}");
        Assert.Equal((0, $"The worker {name} finishes what it runs, and ends."), (ended.ExitCode, ended.Output.Trim()));
        await drained;
        await cluster.KnowsAsync(name, isThere: false);
    }

    [Fact]
    public async Task A_worker_that_nobody_knows_is_a_sentence() =>
        (await CommandLines.RunAsync($"nodes drain nobody {cluster.Join}")).IsRefusal("There is no worker 'nobody'");

    [Theory]
    [InlineData("w-12ab", "w-12ab")]
    [InlineData("w-12c", "w-12cd")]
    [InlineData("12c", "w-12cd")]
    public void A_beginning_that_no_other_has_will_do(string text, string worker) =>
        Assert.Equal(worker, NodesDrainVerb.Choose(text, ["w-12ab", "w-12cd"]));

    [Theory]
    [InlineData("w-12", "There is more than one worker whose name begins with 'w-12', such as w-12ab and w-12cd.")]
    [InlineData("", "There is no worker ''")]
    public void What_names_no_worker_or_several_is_refused(string text, string saying) =>
        Assert.StartsWith(saying, Assert.Throws<RefusedException>(() => NodesDrainVerb.Choose(text, ["w-12ab", "w-12cd"])).Message, StringComparison.Ordinal);
}
