using System.Diagnostics;
using System.Globalization;
using Concurrency.Actors.Driving;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Benchmarks;

/// <summary>
/// What the engine leaves of the kernel's throughput: a job of seconds on two threads, and the bare kernel in <c>Parallel.For</c> over the same blocks, in turn,
/// because the processors' speed varies more from minute to minute than the two differ.
/// </summary>
internal static class GammaThreads
{
    public const string Verb = "gamma-threads";

    /// <summary>Only the bare kernel, for <c>scripts/soak sum</c>.</summary>
    public const string BareVerb = "gamma-bare";

    private const int Threads = 2;
    private const int Pairs = 10;
    private const long BlocksPerTurn = 64;
    private static readonly GammaWorkload Workload = new();

    /// <summary>Prints the table.</summary>
    public static async Task CompareAsync()
    {
        var job = Job(50_000_000_000);
        await using var engine = LocalEngine.Start(new(Workload), Threads);
        await WholeAsync(engine, job);
        Bare(job);
        var (whole, bare) = (new double[Pairs], new double[Pairs]);
        for (var pair = 0; pair < Pairs; pair++)
        {
            // Each goes first as often as the other.
            if (pair % 2 == 0) whole[pair] = await WholeAsync(engine, job);
            bare[pair] = Bare(job);
            if (pair % 2 == 1) whole[pair] = await WholeAsync(engine, job);
        }

        var rates = bare.Zip(whole, (without, with) => without / with).Order().ToArray();
        Console.WriteLine();
        Console.WriteLine($"A gamma job of {job.Steps:#,0} points on {Threads} threads, {Pairs} pairs of runs");
        Console.WriteLine("| what                                         | median | least |  most |");
        Console.WriteLine("|----------------------------------------------|-------:|------:|------:|");
        Print("the bare kernel in Parallel.For, s", bare);
        Print("the job, s", whole);
        Print("throughput of the job over the bare kernel's", rates);
    }

    /// <summary>Prints the value and the seconds.</summary>
    public static void MeasureBare(long steps)
    {
        Bare(Job(10_000_000_000)); // so that all code is compiled, and compiled well
        var (value, seconds) = SumBare(Job(steps));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value:R} {seconds:0.000}"));
    }

    private static GammaJob Job(long steps) => new(x: 6.5, from: 0, to: 100, steps);

    private static void Print(string what, IEnumerable<double> figures)
    {
        var ordered = figures.Order().ToArray();
        var median = (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
        Console.WriteLine($"| {what,-44} |  {median:0.000} | {ordered[0]:0.000} | {ordered[^1]:0.000} |");
    }

    private static async Task<double> WholeAsync(LocalEngine engine, GammaJob job)
    {
        var watch = Stopwatch.StartNew();
        await engine.Jobs.RunAsync(Workload, job);
        return watch.Elapsed.TotalSeconds;
    }

    private static double Bare(GammaJob job) => SumBare(job).Seconds;

    private static (double Value, double Seconds) SumBare(GammaJob job)
    {
        var watch = Stopwatch.StartNew();
        var kernel = new GammaKernel(job);
        var total = GammaPartial.Zero;
        var both = new Lock();
        Parallel.For(
            0L,
            ((kernel.Blocks - 1) / BlocksPerTurn) + 1,
            new ParallelOptions { MaxDegreeOfParallelism = Threads },
            () => GammaPartial.Zero,
            (turn, _, sum) => sum.Merge(kernel.Sum(
                new UnitRange(turn * BlocksPerTurn, Math.Min(kernel.Blocks, (turn + 1) * BlocksPerTurn)), CancellationToken.None)),
            sum =>
            {
                lock (both) total = total.Merge(sum);
            });
        var value = Workload.Finish(job, total).Value!.Value;
        return (value, watch.Elapsed.TotalSeconds);
    }
}
