using Akka.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Cli.Cluster;

/// <summary>Where a cluster is, and how to talk to it.</summary>
/// <param name="Seeds">At least one.</param>
/// <param name="Options">The options by which it was named on the command line, for sentences that say what to type next.</param>
internal sealed record ClusterPlace(IReadOnlyList<HostPort> Seeds, NodeSecurity Security, string Options);

/// <summary>A driver's connection to a cluster. That it is lost, and found again, is said once each time.</summary>
internal sealed class ClusterConnection : IConnection
{
    private readonly ClusterPlace _place;
    private readonly LinkSentences _sentences;
    private readonly DriverNode _driver;

    private ClusterConnection(ClusterPlace place, LinkSentences sentences, DriverNode driver) => (_place, _sentences, _driver) = (place, sentences, driver);

    public RunMode Mode => RunMode.Cluster;

    public JobClient Jobs => _driver.Jobs;

    public bool IsLost => _sentences.IsLost;

    public Action<string> Announce
    {
        get => _sentences.Say;
        set => _sentences.Say = value;
    }

    /// <param name="announce">See <see cref="Announce"/>.</param>
    /// <exception cref="NoAnswerException">There is no coordinator to be found; the sentence says what may be wrong.</exception>
    public static async Task<ClusterConnection> JoinAsync(
        ClusterPlace place, Config configuration, Action<string> announce, TimeProvider time, CancellationToken cancelled)
    {
        var sentences = new LinkSentences(announce);
        return new(place, sentences, await DriverNode.JoinAsync(place.Seeds, place.Security, configuration, sentences.Tell, time, cancelled));
    }

    public Task<IReadOnlyList<SeedSummary>> SeedsAsync(CancellationToken cancelled) => _driver.SeedsAsync(cancelled);

    public Task<IReadOnlyList<WorkerSummary>> WorkersAsync(CancellationToken cancelled) => _driver.WorkersAsync(cancelled);

    public Task DrainAsync(string worker, CancellationToken cancelled) => _driver.DrainAsync(worker, cancelled);

    public string CommandLine(string verb) => $"concurrency {verb} {_place.Options}";

    public ValueTask DisposeAsync()
    {
        // The coordinator is not looked for any more.
        Announce = _ => { };
        return _driver.DisposeAsync();
    }
}
