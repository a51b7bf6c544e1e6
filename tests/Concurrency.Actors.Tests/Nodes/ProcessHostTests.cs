using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;

namespace Concurrency.Actors.Tests.Nodes;

/// <summary>A coordinator that lets in only those who know its secret.</summary>
public class ProcessHostTests
{
    [Fact]
    public async Task A_worker_that_knows_the_secret_works()
    {
        var workload = new TestWorkload();
        await using var host = ProcessHost.Start(new(workload), TestCluster.PeerConfig);
        await using var worker = new TestCluster.RunningWorker(new("process-1", 1, [host.Place]) { Gateway = host.Gateway }, new(workload));
        var job = await host.Jobs.SubmitAsync(new("test", workload.Encode(new(1000)), ChunkUnits: null));
        Assert.Equal(new(1000, 1000 * 999 / 2), UnitSum.Decode((await host.Jobs.WaitAsync(job)).Total));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("*")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task A_worker_that_does_not_know_it_is_not_answered(string guess)
    {
        var workload = new TestWorkload();
        await using var host = ProcessHost.Start(new(workload), TestCluster.PeerConfig);
        await using var worker = new TestCluster.RunningWorker(new("w-stranger", 1, [host.Place]) { Gateway = guess }, new(workload));
        Assert.Contains("is not the address it goes by", worker.Await<LinkNews.Unanswered>().Sentence, StringComparison.Ordinal);
    }
}
