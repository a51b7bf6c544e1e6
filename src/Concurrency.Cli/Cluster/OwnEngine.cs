using Akka.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Cli.Cluster;

/// <summary>A coordinator and a worker in this process, which live as long as the console that they belong to.</summary>
internal sealed class OwnEngine : IConnection
{
    private readonly Prober _prober = new();
    private readonly LocalEngine _engine;

    private OwnEngine(int slots, Config configuration, TimeProvider time) =>
        _engine = LocalEngine.Start(Workloads.All(_prober), slots, configuration, time, keepRows: true);

    public RunMode Mode => RunMode.Threads;

    public JobClient Jobs => _engine.Jobs;

    public bool IsLost => false;

    public Action<string> Announce { get; set; } = _ => { };

    /// <param name="slots">At least 1.</param>
    /// <exception cref="Actors.Configuration.BadSettingException">The engine does not start with this configuration.</exception>
    /// <exception cref="NoAnswerException">The engine does not answer in time.</exception>
    public static async Task<OwnEngine> StartAsync(int slots, Config configuration, TimeProvider time, CancellationToken cancelled)
    {
        var engine = new OwnEngine(slots, configuration, time);
        while ((await engine.WorkersAsync(cancelled)).Count == 0)
        {
            // The worker's first word is on its way, in this process; it may take an answer or two.
        }

        return engine;
    }

    public Task<IReadOnlyList<SeedSummary>> SeedsAsync(CancellationToken cancelled) => Task.FromResult<IReadOnlyList<SeedSummary>>([]);

    public Task<IReadOnlyList<WorkerSummary>> WorkersAsync(CancellationToken cancelled) => _engine.WorkersAsync(cancelled);

    public Task DrainAsync(string worker, CancellationToken cancelled) =>
        throw new RefusedException($"The worker '{worker}' is a part of this console, and ends with it.");

    public string CommandLine(string verb) => verb;

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _prober.Dispose();
    }
}
