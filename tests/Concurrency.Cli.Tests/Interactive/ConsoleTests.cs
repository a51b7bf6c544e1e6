using System.Collections;
using System.Text;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Tests.Cluster;
using Concurrency.Cli.Tests.Processes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Spectre.Console.Testing;

namespace Concurrency.Cli.Tests.Interactive;

[Collection(nameof(SmallCluster))]
public sealed class ConsoleTests(SmallCluster cluster)
{
    /// <summary>Words that are understood, alone or with others, and words that are not. Nothing of it asks a site on the internet, or takes long.</summary>
    private static readonly string[] Vocabulary =
    [
        "gamma", "6", "0.5", "--steps", "1e5", "--rule", "midpoint", "--mode", "serial", "cluster", "--detach", "--key", "k", "--priority", "200",
        "jobs", "list", "show", "watch", "results", "cancel", "retry", "delete", "--live", "--output", "json", "csv", "nodes", "drain", "local", "top",
        "help", "--help", "concurrency", "seed", "--join", "127.0.0.1:1", "--tls", "--data", "--config", "\"", "\"\"", "'", "#", "@x", "-", "--", "=", "ü", "\t", "\u001b[2J", "\0",
    ];

    [Fact]
    public async Task Commands_are_read_line_by_line_and_the_last_one_decides_the_exit_code()
    {
        var ended = await ConsoleAsync("", "# a comment", "", "gamma 6 --steps 1e5 --output json", "concurrency jobs list --output json", "gamma 0");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("\"mode\":\"threads\"", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\"jobs\":[{\"workload\":\"gamma\"", ended.Output, StringComparison.Ordinal);
        Assert.Contains("x is 0", ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await ConsoleAsync("", "gamma 0", "gamma 6 --steps 1e5")).ExitCode);
    }

    [Fact]
    public async Task Exit_ends_it_and_what_follows_is_not_run()
    {
        var ended = await ConsoleAsync("", "gamma 6 --steps 1e5", "exit", "frobnicate");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task On_a_cluster_all_commands_use_its_one_connection()
    {
        var ended = await ConsoleAsync(cluster.Join, "gamma 6 --steps 1e5 --key console --output json", "jobs results console --output json", "nodes list");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var lines = ended.Output.Split('\n');
        Assert.Contains("\"mode\":\"cluster\",\"parallelism\":2", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[0], lines[1]);
        Assert.Contains($" {cluster.Place} ", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare gamma", "'compare' is not for a console: type 'concurrency compare gamma' in a shell.")]
    [InlineData("frobnicate", "There is no verb 'frobnicate'; there is gamma, uptime, jobs, nodes, top, help and exit.")]
    [InlineData("gamma 6 --join 127.0.0.1:4053", "There is no option or argument '--join' of gamma.")]
    [InlineData("gamma 6 --mode cluster", "--mode is cluster, but this console has a coordinator of its own")]
    [InlineData("gamma 6 --parallelism 3", "--parallelism is 3")]
    [InlineData("nodes drain local", "The worker 'local' is a part of this console")]
    [InlineData("jobs watch nobody", "There is no job 'nobody'")]
    [InlineData("top", "There is no terminal to draw a live view on")]
    [InlineData("uptime -", "There is no URL in standard input.")]
    public async Task What_cannot_be_is_a_sentence_and_the_console_goes_on(string line, string saying)
    {
        var ended = await ConsoleAsync("", line, "gamma 6 --steps 1e5");
        Assert.Contains(saying, ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task Help_speaks_as_at_a_prompt()
    {
        var ended = await ConsoleAsync("", "help", "help jobs watch", "jobs frob");
        Assert.Contains("  jobs watch <ID> [options]", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  jobs watch gamma-7f3a91c2  ", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("concurrency ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Try 'help jobs'.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_still_runs_on_the_consoles_own_engine_is_spoken_of_when_it_ends()
    {
        var ended = await ConsoleAsync("", "gamma 6 --steps 1e15 --detach", "gamma 6 --mode serial --steps 1e5");
        Assert.Equal("1 job still ran, and ends with the console.", ended.ErrorLines[^1]);
    }

    [Property(MaxTest = 5)]
    public void Whatever_is_typed_ends_no_console_and_shows_no_error_of_the_programs_own()
    {
        var line = Gen.Elements(Vocabulary).ListOf().Select(words => string.Join(' ', words.Take(7)));
        var lines = Gen.Sample(line, 40).Where(text => !text.Contains('\n', StringComparison.Ordinal)).Append("gamma 6 --steps 1e5 --output json").ToArray();
        var ended = ConsoleAsync("", lines).GetAwaiter().GetResult();
        Assert.True(ended.ExitCode == 0 && !ended.Error.Contains("internal error", StringComparison.Ordinal), $"{ended.Error}\nafter\n{string.Join('\n', lines)}");
    }

    [Fact]
    public async Task At_a_terminal_lines_are_typed_completed_and_interrupted()
    {
        using var console = new TestConsole().Width(100).EmitAnsiSequences();
        var (keyboard, interrupt, error, output) = (new FakeKeyboard(), new Interrupt(), new Said(), new Said());
        var state = Directory.CreateTempSubdirectory("console-");
        var surroundings = new Surroundings
        {
            Output = output,
            Error = error,
            ProgressConsole = () => console,
            Keyboard = keyboard,
            DivertInterruptions = interrupt.Divert,
            Variables = new Hashtable { ["XDG_STATE_HOME"] = state.FullName, ["CONCURRENCY_DEBUG"] = "1" },
        };
        var session = Task.Run(() => Application.RunAsync(["console", "--join", $"{cluster.Place}"], surroundings));
        keyboard.Type("nonsense").Control(ConsoleKey.C);
        keyboard.Type("gam\t6 --steps 1e15 --key typed\r");
        await error.AwaitAsync("debug: the gamma job runs");
        interrupt.Press();
        await error.AwaitAsync("Cancelled after");
        keyboard.Type("jobs show typed --output json\r").Control(ConsoleKey.D);

        Assert.Equal(0, await session);
        Assert.Contains("This console is on a cluster, which has 2 slots.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"status\":\"cancelled\"", output.ToString(), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal("gamma 6 --steps 1e15 --key typed", (await File.ReadAllLinesAsync(Path.Combine(state.FullName, "concurrency", "history")))[0]);
        state.Delete(recursive: true);
    }

    private static Task<Ended> ConsoleAsync(string options, params string[] lines)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var surroundings = new Surroundings { Output = output, Error = error, Input = () => new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))) };
        return RunAsync();

        async Task<Ended> RunAsync()
        {
            string[] words = ["console", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            return new(await Application.RunAsync(words, surroundings), output.ToString(), error.ToString());
        }
    }

    private sealed class Interrupt : IDisposable
    {
        private Action? _diverted;

        public Interrupt Divert(Action interrupted)
        {
            _diverted = interrupted;
            return this;
        }

        public void Press() => _diverted!();

        public void Dispose() => _diverted = null;
    }
}
