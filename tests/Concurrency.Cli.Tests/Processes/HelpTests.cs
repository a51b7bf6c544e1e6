namespace Concurrency.Cli.Tests.Processes;

public class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_shows_the_verbs_and_examples(string option)
    {
        var ended = await ConcurrencyProcess.RunAsync(option);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("  gamma <X>", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  testsite ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_on_gamma_shows_options_defaults_and_examples_but_not_what_is_not_there()
    {
        var ended = await ConcurrencyProcess.RunAsync("gamma --help --steps rubbish");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        string[] expected =
        [
            "--from <T>", "[default: 0]", "--to <T|inf>", "[default: 1000]", "--tolerance <T>", "[default: 1e-13]", "--steps <N>", "[default: 10_000_000]", "[default: left]",
            "--mode <serial|threads|processes|cluster>", "[default: threads]", "--parallelism <N|auto>", $"{Environment.ProcessorCount} here",
            "--chunk-size <N|auto>", "[default: auto]", "--output <text|json>", "[default: text]", "--config <FILE>",
            "Examples:", "  concurrency gamma 6 ",
        ];
        Assert.All(expected, words => Assert.Contains(words, ended.Output, StringComparison.Ordinal));
        Assert.Contains("--join <HOST:PORT,...>", ended.Output, StringComparison.Ordinal);
        Assert.Contains("--data <DIR>", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_on_results_shows_how_to_follow() =>
        Assert.Matches(@"--follow\s+Write rows as they come", (await ConcurrencyProcess.RunAsync("jobs results --help")).Output);

    [Fact]
    public async Task Help_shows_the_defaults_that_are_configured()
    {
        var ended = await ConcurrencyProcess.RunAsync(["gamma", "--help"], ("CONCURRENCY_GAMMA_RULE", "simpson"));
        Assert.Contains("[default: simpson]", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_on_compare_shows_the_workloads_and_on_one_of_them_its_options()
    {
        Assert.Contains("  gamma <X>", (await ConcurrencyProcess.RunAsync("compare --help")).Output, StringComparison.Ordinal);
        var gamma = await ConcurrencyProcess.RunAsync("compare gamma --help");
        Assert.Equal((0, ""), (gamma.ExitCode, gamma.Error));
        string[] expected =
        [
            "[<X>]", "[default: 6]", "--steps <N>", "--parallelism <N,N...>", "[default: 4,8]", "--repeat <N>", "[default: 5]",
            "--scaled-time <TIME>", "[default: 3s]", "--report <FILE.html>", "Examples:", "  concurrency compare gamma ",
        ];
        Assert.All(expected, words => Assert.Contains(words, gamma.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_example_in_the_help_runs()
    {
        var help = await ConcurrencyProcess.RunAsync("gamma --help");
        var lines = help.Output[help.Output.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n').Select(line => line.Trim());
        var examples = lines.Where(line => line.StartsWith("concurrency ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            // Fewer steps than the example has: what is at stake is that the command line is right.
            var words = example.Split("  ")[0].Split(' ')[1..].Select(word => word is "1e9" ? "1e5" : word);
            Assert.Equal(0, (await ConcurrencyProcess.RunAsync(words)).ExitCode);
        }
    }

    [Fact]
    public async Task The_version_is_a_version()
    {
        var ended = await ConcurrencyProcess.RunAsync("--version");
        Assert.Equal(0, ended.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", ended.Output);
    }
}
