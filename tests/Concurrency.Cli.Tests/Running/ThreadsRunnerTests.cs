using Concurrency.Actors.Configuration;
using Concurrency.Cli.Running;
using Concurrency.Core;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Running;

public class ThreadsRunnerTests
{
    [Fact]
    public async Task A_listener_that_cannot_take_its_rows_ends_the_job()
    {
        var workload = new EchoWorkload(chunksPerSlot: 1);
        await using var runner = new ThreadsRunner(workload, slots: 1, ConfigurationFiles.Load());
        var (last, items) = (default(JobReport), Enumerable.Range(0, 100_000).Select(unit => Payload.FromText($"{unit}")).ToList());
        var listener = new JobListener { Rows = (_, _) => throw new IOException("full"), Progress = report => last = report };
        await Assert.ThrowsAsync<IOException>(() => runner.RunAsync(
            new(workload.Name, workload.Encode(new(0)), ChunkUnits: 1), items, listener, CancellationToken.None));
        Assert.Equal(Core.Jobs.JobStatus.Cancelled, last!.Status);
    }
}
