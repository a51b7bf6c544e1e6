using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Concurrency.Workloads.Uptime;

/// <summary>What can be told to a <see cref="Prober"/>; each value has a default that fits the open internet.</summary>
public sealed record ProberOptions
{
    /// <summary>How many names are looked up at a time, each on a thread of its own; at least 1.</summary>
    public int DnsThreads { get; init; } = 32;

    /// <summary>How long one address of a host may be silent before the next is tried beside it: RFC 8305, 8.</summary>
    public TimeSpan ConnectionAttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait before each new attempt, after this machine was out of sockets or ports.</summary>
    public IReadOnlyList<TimeSpan> LocalLimitDelays { get; init; } =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(1600)];

    public string UserAgent { get; init; } = $"concurrency-uptime/{typeof(ProberOptions).Assembly.GetName().Version!.ToString(fieldCount: 3)}";

    /// <summary>The only roots that certificates may lead to; null for those that the system trusts.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The addresses of a host in the order to try them. May block; called on the threads of <see cref="DnsThreads"/>, many at a time.</summary>
    public Func<string, IPAddress[]> Resolve { get; init; } = Dns.GetHostAddresses;

    /// <summary>Measures latencies and time limits; by default one that stands still while the process does.</summary>
    public TimeProvider Clock { get; init; } = AwakeClock.OfProcess;

    /// <summary>Opens one connection.</summary>
    internal Func<IPEndPoint, CancellationToken, ValueTask<Socket>> Dial { get; init; } = HappyEyeballs.DialAsync;
}
