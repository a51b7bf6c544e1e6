using System.Globalization;
using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>Rows of the files that make_references.py writes, to 40 digits.</summary>
internal static class References
{
    public static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, file)).Skip(1).Select(line => line.Split(','));

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Relative error; 0 where both are 0 or differ by no more than two of the smallest doubles.</summary>
    public static double Error(double actual, double expected)
    {
        var difference = Math.Abs(actual - expected);
        return actual.Equals(expected) || difference <= 2 * double.Epsilon ? 0 : difference / expected;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
