using BenchmarkDotNet.Attributes;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Benchmarks;

/// <summary>What a chunk costs: 100,000 chunks of one unit that do nothing, on two slots.</summary>
public class EngineOverhead
{
    private const int Chunks = 100_000;
    private static readonly EmptyWorkload Workload = new();
    private LocalEngine _engine = null!;

    [GlobalSetup]
    public void Start() => _engine = LocalEngine.Start(new(Workload), slots: 2);

    [GlobalCleanup]
    public async Task Stop() => await _engine.DisposeAsync();

    [Benchmark(Baseline = true, Description = "the chunks in Parallel.For", OperationsPerInvoke = Chunks)]
    public long ParallelFor()
    {
        var plan = Workload.Open(Workload.Encode(new(Chunks)), items: 0);
        var total = plan.NewAccumulator();
        Parallel.For(0, Chunks, new ParallelOptions { MaxDegreeOfParallelism = 2 }, unit =>
        {
            var output = plan.RunAsync(new Chunk(UnitRange.Of(unit), CancellationToken.None)).AsTask().Result;
            lock (total) total.Add(output.Partial);
        });
        return total.Encode().Length;
    }

    [Benchmark(Description = "the chunks through the engine", OperationsPerInvoke = Chunks)]
    public async Task<long> Engine()
    {
        var job = await _engine.Jobs.SubmitAsync(new(Workload.Name, Workload.Encode(new(Chunks)), ChunkUnits: 1));
        var report = await _engine.Jobs.WaitAsync(job);
        if (report.Status != JobStatus.Completed || report.Chunks != Chunks) throw new InvalidOperationException($"{report}");
        return report.Chunks;
    }
}
