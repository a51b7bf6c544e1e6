using System.Text.Json;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.EndToEnd;

/// <summary>A gamma job that one slot is busy with for some seconds, however fast the machine and the build are, and its value by one loop.</summary>
internal sealed record LongSum(long Steps, long Bits)
{
    private const double Seconds = 5;
    private const double EnoughToMeasure = 0.5;

    private static readonly Lazy<Task<LongSum>> Measured = new(MeasureAsync);

    /// <summary>Measured once.</summary>
    public static Task<LongSum> Job => Measured.Value;

    /// <summary>The command line for it, without where it is to run.</summary>
    public string CommandLine => $"gamma 6.5 --to 100 --steps {Steps} --output json";

    /// <summary>The bits of the value that such a command has written.</summary>
    public static long BitsOf(JsonElement result) => BitConverter.DoubleToInt64Bits(result.GetProperty("value").GetDouble());

    private static async Task<LongSum> MeasureAsync()
    {
        // Ever larger until a run takes so long that its time says how fast a loop is; the last one takes as long as it should.
        var (steps, taken) = (100_000_000L, 0.0);
        while (taken < EnoughToMeasure)
        {
            steps *= 10;
            taken = (await SerialAsync(steps)).GetProperty("elapsedSeconds").GetDouble();
        }

        steps = (long)(steps / taken * Seconds);
        return new(steps, BitsOf(await SerialAsync(steps)));
    }

    private static async Task<JsonElement> SerialAsync(long steps)
    {
        await using var cluster = new ProcessCluster();
        return (await cluster.RunAsync($"{new LongSum(steps, 0).CommandLine} --mode serial")).Json;
    }
}
