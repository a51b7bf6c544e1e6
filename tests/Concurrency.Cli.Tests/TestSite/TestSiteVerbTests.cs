using Concurrency.Cli.CommandLine;
using Concurrency.Cli.TestSite;

namespace Concurrency.Cli.Tests.TestSite;

/// <summary>The verb in this process, with somebody who wants it to end before it has begun.</summary>
public sealed class TestSiteVerbTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("testsite", 29)]
    [InlineData("testsite --hanging", 30)]
    [InlineData("testsite --hanging false --listen localhost:0", 29)]
    public async Task It_writes_the_list_and_what_to_do_with_it(string arguments, int sites)
    {
        Assert.Equal(0, await RunAsync(arguments));
        var lines = _output.ToString().Split(_output.NewLine, StringSplitOptions.RemoveEmptyEntries).ToLookup(line => line.StartsWith('#'));
        Assert.InRange(lines[true].Count(), 1, 2);
        Assert.Equal(sites, lines[false].Count());
        Assert.All(lines[false], url => Assert.Equal("127.0.0.1", new Uri(url).Host));
        Assert.Matches(@"^The sites answer at http://127\.0\.0\.1:\d+ until Ctrl-C\..*concurrency uptime FILE\r?\n$", _error.ToString());
    }

    [Fact]
    public async Task Every_example_in_the_help_runs()
    {
        var surroundings = Cancelled();
        var examples = new TestSiteVerb(new(surroundings), surroundings).Examples;
        Assert.NotEmpty(examples);
        // Without what is for the shell, and at any port: the one of the example may be in use.
        foreach (var example in examples) Assert.Equal(0, await RunAsync(example.Line.Split(" > ")[0].Replace(":8080", ":0", StringComparison.Ordinal)));
    }

    private Task<int> RunAsync(string arguments) => Application.RunAsync(arguments.Split(' '), Cancelled());

    private Surroundings Cancelled() => new() { Output = _output, Error = _error, Cancelled = new(canceled: true) };
}
