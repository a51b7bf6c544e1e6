using System.Globalization;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>Random moments, which can be had again: a test says with which value of the variable <c>RANDOM_SEED</c> it has run.</summary>
internal static class Chance
{
    private const string Variable = "RANDOM_SEED";

    public static Random New(ITestOutputHelper output)
    {
        var told = Environment.GetEnvironmentVariable(Variable);
        var seed = told is null ? Random.Shared.Next() : int.Parse(told, CultureInfo.InvariantCulture);
        output.WriteLine($"{Variable}={seed}");
        return new(seed);
    }
}
