using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Tests.Nodes;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Tests.Security;

/// <summary>The nodes themselves, with certificates.</summary>
public sealed class TlsClusterTests : IAsyncLifetime, IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly TestCertificates _others = new();
    private readonly TestWorkload _workload = new();
    private SeedNode _seed = null!;

    public async Task InitializeAsync()
    {
        var anywhere = new HostPort("127.0.0.1", 0);
        _seed = await SeedNode.StartAsync(
            new(anywhere, anywhere, []), _certificates.For("127.0.0.1").Security, new(_workload), TestCluster.SeedConfig).WaitAsync(TestNode.Limit);
    }

    public async Task DisposeAsync() => await _seed.DisposeAsync();

    public void Dispose()
    {
        _certificates.Dispose();
        _others.Dispose();
    }

    [Fact]
    public async Task A_job_is_run_over_TLS()
    {
        // One folder for all who are never dialled.
        var security = _certificates.For("workers").Security;
        using var stop = new CancellationTokenSource();
        var working = Work(security, _ => { }, stop.Token);
        await using (var driver = await DriverNode.JoinAsync([_seed.Place], security, TestCluster.PeerConfig))
        {
            var job = await driver.Jobs.SubmitAsync(new("test", _workload.Encode(new(1000)), null)).WaitAsync(TestNode.Limit);
            var report = await driver.Jobs.WaitAsync(job).WaitAsync(TestNode.Limit);
            Assert.Equal((JobStatus.Completed, new UnitSum(1000, 1000 * 999 / 2)), (report.Status, UnitSum.Decode(report.Total)));
        }

        await stop.CancelAsync();
        await working;
    }

    [Fact]
    public async Task A_worker_of_another_authority_is_told_what_is_wrong()
    {
        using var stop = new CancellationTokenSource();
        var news = new TaskCompletionSource<string>();
        var working = Work(_others.For("workers").Security, Hear, stop.Token);
        Assert.Equal($"The node at {_seed.Place} has a certificate that this node's authority has not signed.", await news.Task.WaitAsync(TestNode.Limit));
        await stop.CancelAsync();
        await working;

        void Hear(LinkNews said)
        {
            if (said is LinkNews.Unanswered unanswered) news.TrySetResult(unanswered.Sentence);
        }
    }

    [Fact]
    public async Task A_driver_without_TLS_is_told_what_is_wrong()
    {
        var deaf = await Assert.ThrowsAsync<NoAnswerException>(
            () => DriverNode.JoinAsync([_seed.Place], NodeSecurity.None, TestCluster.PeerConfig));
        Assert.Contains("if the seed was started with --tls, give --tls here too", deaf.Message, StringComparison.Ordinal);
    }

    private Task<string?> Work(NodeSecurity security, Action<LinkNews> news, CancellationToken stop) =>
        new WorkerNode(new(PeerName.New("w"), 1, [_seed.Place]), security, new(_workload), TestCluster.PeerConfig).RunAsync(news, CancellationToken.None, stop);
}
