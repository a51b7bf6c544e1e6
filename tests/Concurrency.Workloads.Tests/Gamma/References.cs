using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>Rows of the files that make_references.py writes, to 40 digits.</summary>
internal static class References
{
    public static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, file)).Skip(1).Select(line => line.Split(','));

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>All digits of a number that is not too small for any double; 0 for one that is.</summary>
    public static ScaledNumber Exactly(string text)
    {
        if (Number(text) == 0) return default;
        var parts = text.Split('e');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = ScaledNumber.FromInteger(BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), 0);
        var exponent = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (point < 0 ? 0 : parts[0].Length - point - 1);
        var power = ScaledNumber.FromInteger(BigInteger.Pow(10, Math.Abs(exponent)), 0);
        return exponent < 0 ? digits / power : digits * power;
    }

    /// <summary>The error in units of the last place of the right number.</summary>
    public static double UlpsOff(double actual, string expected)
    {
        var right = Number(expected);
        var ulp = right < double.MaxValue ? Math.BitIncrement(right) - right : right - Math.BitDecrement(right);
        return Math.Abs(((new ScaledNumber(actual) - Exactly(expected)) / new ScaledNumber(ulp)).ToDouble());
    }

    /// <summary>Relative error; 0 where both are 0 or differ by no more than two of the smallest doubles.</summary>
    public static double Error(double actual, double expected)
    {
        var difference = Math.Abs(actual - expected);
        return actual.Equals(expected) || difference <= 2 * double.Epsilon ? 0 : difference / expected;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
