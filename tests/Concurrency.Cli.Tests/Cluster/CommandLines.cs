using System.Collections;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Tests.Processes;

namespace Concurrency.Cli.Tests.Cluster;

/// <summary>Command lines run in this process.</summary>
internal static class CommandLines
{
    /// <summary>Runs a command line without blanks in its values to its end.</summary>
    public static Task<Ended> RunAsync(string line) => Begin(line, CancellationToken.None).Ended;

    /// <summary>Begins one that says when its job runs; see <see cref="Running.SaysAsync"/>.</summary>
    public static Running Begin(string line, CancellationToken cancelled)
    {
        var (output, error) = (new Said(), new Said());
        var surroundings = new Surroundings
        {
            Output = output,
            Error = error,
            Cancelled = cancelled,
            Variables = new Hashtable { ["CONCURRENCY_DEBUG"] = cancelled.CanBeCanceled ? "1" : "0" },
        };
        return new(Task.Run(() => Application.RunAsync(line.Split(' '), surroundings), CancellationToken.None), output, error);
    }

    internal sealed class Running(Task<int> exitCode, Said output, Said error)
    {
        public Task<Ended> Ended => EndAsync();

        public Task SaysAsync(string words) => error.AwaitAsync(words);

        public Task WritesAsync(string words) => output.AwaitAsync(words);

        private async Task<Ended> EndAsync() => new(await exitCode, output.ToString(), error.ToString());
    }
}
