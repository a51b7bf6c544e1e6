using System.Runtime.CompilerServices;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Tests.Examples;

public class ReadmeExampleTests
{
    [Fact]
    public async Task It_counts_the_primes()
    {
        var primes = new PrimesWorkload();
        await using var engine = LocalEngine.Start(new(primes), slots: 2);
        Assert.Equal(78_498, await engine.Jobs.RunAsync(primes, new(1_000_000)));
        Assert.Equal(1, await engine.Jobs.RunAsync(primes, new(3)));
        await Assert.ThrowsAsync<BadJobException>(() => engine.Jobs.RunAsync(primes, new(2)));
    }

    [Fact]
    public void It_stands_in_the_readme_as_it_is_here()
    {
        var source = File.ReadAllText(Here("PrimesWorkload.cs"));
        var example = source[source.IndexOf("public readonly record struct", StringComparison.Ordinal)..];
        var readme = File.ReadAllText(Here("../../../README.md"));
        Assert.Contains(example.ReplaceLineEndings("\n"), readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static string Here(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);
}
