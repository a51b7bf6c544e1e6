using Concurrency.Actors.Configuration;
using Concurrency.Actors.Nodes;
using Concurrency.Core.Jobs;
using Concurrency.EndToEnd.Processes;
using Concurrency.Workloads.Gamma;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.EndToEnd;

/// <summary>A driver in the test's own process, which sees how far a job is.</summary>
internal sealed class Driver : IAsyncDisposable
{
    private static readonly GammaWorkload Gamma = new();

    private readonly DriverNode _node;

    private Driver(DriverNode node) => _node = node;

    public static async Task<Driver> JoinAsync(params IReadOnlyList<Seed> seeds) =>
        new(await DriverNode.JoinAsync([.. seeds.Select(seed => seed.Place)], NodeSecurity.None, ConfigurationFiles.Load()));

    /// <param name="chunkUnits">Units in every chunk; null for as many as the engine thinks right.</param>
    public Task<JobId> SubmitAsync(LongSum sum, long? chunkUnits = null) => _node.Jobs.SubmitAsync(new(Gamma.Name, Gamma.Encode(sum.Terms), chunkUnits));

    /// <summary>Waits until the job is so far.</summary>
    public async Task<JobReport> UntilAsync(JobId job, Func<JobReport, bool> isSoFar)
    {
        await foreach (var report in _node.Jobs.WatchAsync(job))
        {
            if (isSoFar(report)) return report;
            Assert.False(report.Status.IsOver(), $"The job is over too soon: {report}.");
        }

        throw new InvalidOperationException();
    }

    /// <summary>Waits until it has had so many rows of the job.</summary>
    public async Task HasRowsAsync(JobId job, int rows)
    {
        await foreach (var page in _node.Jobs.RowsAsync(job))
        {
            if ((rows -= page.Records.Count) <= 0) return;
        }

        Assert.Fail($"The job is over, and {rows} rows are missing.");
    }

    /// <summary>Asks again, whenever there is news of a job that runs, until it is so.</summary>
    public async Task UntilAsync(JobId job, Func<Task<bool>> isSo)
    {
        while (!await isSo()) await UntilAsync(job, _ => true);
    }

    /// <summary>Waits for the end of the job, which has the bits of one loop.</summary>
    public async Task<JobReport> SumAsync(JobId job, LongSum sum)
    {
        var report = await _node.Jobs.WaitAsync(job);
        Assert.Equal((JobStatus.Completed, null), (report.Status, report.Reason));
        Assert.Equal(sum.Bits, sum.BitsOf(GammaPartial.Decode(report.Total)));
        return report;
    }

    public Task<IReadOnlyList<WorkerSummary>> WorkersAsync() => _node.WorkersAsync();

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
