using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Tests.Driving;

public class LocalEngineTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, 1L)]
    [InlineData(16, 7L)]
    public async Task A_job_is_run_to_its_end_and_every_unit_counts_once(int slots, long? chunk)
    {
        var workload = new TestWorkload();
        await using var engine = LocalEngine.Start(new(workload), slots, ConfigurationFiles.Load("testing"));
        var job = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(10_000)), chunk));
        var report = await engine.Jobs.WaitAsync(job);
        Assert.Equal(JobStatus.Completed, report.Status);
        Assert.Equal(new(10_000, 10_000L * 9_999 / 2), UnitSum.Decode(report.Total));
        if (chunk is { } units) Assert.Equal((10_000 + units - 1) / units, report.Chunks);
    }
}
