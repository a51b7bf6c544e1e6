using System.Runtime.CompilerServices;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.Benchmarks.Recovery;

/// <summary>The program that <c>scripts/concurrency</c> runs.</summary>
internal static class Published
{
    public static string Application { get; } = Find();

    public static ProcessCluster NewCluster() => new(Application);

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../artifacts/concurrency/concurrency.dll"));
}
