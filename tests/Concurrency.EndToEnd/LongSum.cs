using System.Diagnostics;
using System.Text.Json;
using Concurrency.Workloads.Gamma;

namespace Concurrency.EndToEnd;

/// <summary>A gamma job that one slot is busy with for some seconds, however fast the machine and the build are, and its value by one loop.</summary>
internal sealed record LongSum(long Steps, long Bits)
{
    /// <summary>What it takes one slot, about.</summary>
    public const double Seconds = 3;

    private const double SecondsToMeasure = 1;
    private const long StepsToMeasure = 100_000_000;

    private static readonly Lazy<Task<LongSum>> Measured = new(() => Task.Run(Measure));

    /// <summary>Measured once.</summary>
    public static Task<LongSum> Job => Measured.Value;

    /// <summary>Over a range so short that nearly all points count, and none are skipped.</summary>
    public GammaJob Terms => new(6.5, from: 0, to: 100, Steps);

    /// <summary>The command line for it, without where it is to run.</summary>
    public string CommandLine => $"gamma {Terms.X} --to {Terms.To} --steps {Steps} --output json";

    /// <summary>The bits of the value that such a command has written.</summary>
    public static long BitsOf(JsonElement result) => BitConverter.DoubleToInt64Bits(result.GetProperty("value").GetDouble());

    /// <summary>The bits of the value that a job with this total has.</summary>
    public long BitsOf(GammaPartial total) => BitConverter.DoubleToInt64Bits(new GammaWorkload().Finish(Terms, total).Value!.Value);

    private static LongSum Measure()
    {
        // The shortest of many runs, because the first ones wait for the compiler, and any of them for other processes.
        var (few, best) = (new LongSum(StepsToMeasure, Bits: 0), TimeSpan.MaxValue);
        for (var all = Stopwatch.StartNew(); all.Elapsed.TotalSeconds < SecondsToMeasure;)
        {
            var run = Stopwatch.StartNew();
            few.Sum();
            if (run.Elapsed < best) best = run.Elapsed;
        }

        var sum = new LongSum((long)(StepsToMeasure / best.TotalSeconds * Seconds), Bits: 0);
        return sum with { Bits = sum.BitsOf(sum.Sum()) };
    }

    private GammaPartial Sum()
    {
        var kernel = new GammaKernel(Terms);
        return kernel.Sum(new(0, kernel.Blocks), CancellationToken.None);
    }
}
