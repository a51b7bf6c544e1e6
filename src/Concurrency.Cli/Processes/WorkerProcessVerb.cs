using System.CommandLine;
using System.Runtime.InteropServices;
using Concurrency.Actors.Nodes;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Processes;

/// <summary>
/// <c>concurrency worker-process</c>, which a driver with <c>--mode processes</c> starts: a worker that is told on standard input what to do, and
/// that is gone when standard input ends. That it does whatever becomes of the driver, since the driver has the other end.
/// </summary>
internal sealed class WorkerProcessVerb : Verb
{
    public const string Word = "worker-process";

    /// <summary>The line on standard output that says that the coordinator was found.</summary>
    public const string Ready = "ready";

    private readonly ConfigurationOption _configuration;
    private readonly Surroundings _surroundings;

    public WorkerProcessVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base(Word, "A worker for the process that starts it.")
    {
        (_configuration, _surroundings) = (configuration, surroundings);
        Hidden = true;
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples { get; } = [new("gamma 6 --mode processes", "starts such workers, and ends them")];

    private async Task<int> RunAsync(ParseResult parse)
    {
        // Ctrl-C goes to every process at the terminal, and it is for the driver to say what becomes of the job. SIGTERM is for this process.
        using var drain = new CancellationTokenSource();
        using var interrupting = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminating = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            // The second one ends it at once, as it would any process.
            signal.Cancel = !drain.IsCancellationRequested;
            drain.Cancel();
        });

        var configuration = _configuration.Load(parse.GetValue(_configuration));
        using var driver = new StreamReader(_surroundings.Input());
        if (_surroundings.InputIsTyped || !WorkerOrder.TryParse(await driver.ReadLineAsync(CancellationToken.None), out var order))
        {
            throw new RefusedException(
                $"{Word} is for a driver to start, as '--mode processes' does; 'concurrency worker --join HOST:PORT' starts a worker for a cluster.");
        }

        // A thread that waits for nothing else, since one of the pool would be missing there.
        new Thread(() => EndWith(driver)) { IsBackground = true, Name = "driver" }.Start();
        using var prober = new Prober();
        var worker = new WorkerNode(
            new(order.Name, Slots: 1, [order.Place]) { Gateway = order.Gateway }, NodeSecurity.None, Cluster.Workloads.All(prober), configuration, _surroundings.Time);
        var announcer = new LinkAnnouncer(_surroundings, _ => Ready);
        if (await worker.RunAsync(announcer.Tell, drain.Token, CancellationToken.None) is not { } refusal) return ExitCodes.Completed;
        _surroundings.Say(refusal);
        return ExitCodes.Failed;
    }

    /// <summary>Nobody waits for what still runs here, so there is nothing to be put in order first.</summary>
    private static void EndWith(TextReader driver)
    {
        while (driver.Read() >= 0)
        {
            // A driver has nothing more to say.
        }

        Environment.Exit(ExitCodes.Completed);
    }
}
