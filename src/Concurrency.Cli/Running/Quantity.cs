namespace Concurrency.Cli.Running;

/// <summary>What users count in where the engine counts units.</summary>
/// <param name="Noun">In the plural, such as <c>points</c>.</param>
/// <param name="Verb">What is done with them, such as <c>summed</c>.</param>
/// <param name="PerUnit">How many are in a unit; the last unit may have fewer.</param>
/// <param name="Total">How many are in the job.</param>
internal sealed record Quantity(string Noun, string Verb, long PerUnit, long Total)
{
    /// <summary>How many are in so many units.</summary>
    public double Of(long units) => Math.Min((double)units * PerUnit, Total);

    /// <summary>How many a second; null before any time has passed.</summary>
    public double? Rate(long units, TimeSpan elapsed) => elapsed > TimeSpan.Zero ? Of(units) / elapsed.TotalSeconds : null;
}
