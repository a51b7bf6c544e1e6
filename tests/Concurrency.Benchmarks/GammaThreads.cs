using BenchmarkDotNet.Attributes;
using Concurrency.Actors.Driving;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Benchmarks;

/// <summary>What the engine leaves of the kernel's throughput: a job of some seconds on two cores.</summary>
public class GammaThreads
{
    private const int Threads = 2;
    private static readonly GammaWorkload Workload = new();
    private static readonly GammaJob Job = new(x: 6.5, from: 0, to: 100, steps: 100_000_000_000);
    private LocalEngine _engine = null!;

    [GlobalSetup]
    public void Start() => _engine = LocalEngine.Start(new(Workload), Threads);

    [GlobalCleanup]
    public async Task Stop() => await _engine.DisposeAsync();

    [Benchmark(Baseline = true, Description = "the bare kernel in Parallel.For")]
    public double ParallelFor()
    {
        const long blocksPerTurn = 64;
        var kernel = new GammaKernel(Job);
        var total = GammaPartial.Zero;
        var turns = (kernel.Blocks + blocksPerTurn - 1) / blocksPerTurn;
        var both = new Lock();
        Parallel.For(
            0L,
            turns,
            new ParallelOptions { MaxDegreeOfParallelism = Threads },
            () => GammaPartial.Zero,
            (turn, _, sum) => sum.Merge(kernel.Sum(
                new UnitRange(turn * blocksPerTurn, Math.Min(kernel.Blocks, (turn + 1) * blocksPerTurn)), CancellationToken.None)),
            sum =>
            {
                lock (both) total = total.Merge(sum);
            });
        return Workload.Finish(Job, total).Value!.Value;
    }

    [Benchmark(Description = "threads")]
    public async Task<double> Engine() => (await _engine.Jobs.RunAsync(Workload, Job)).Value!.Value;
}
