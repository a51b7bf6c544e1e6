using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>Of the failures of a host's addresses, the one that says most. Attempts may add theirs at the same time.</summary>
internal sealed class DialFailure
{
    private readonly Lock _gate = new();
    private SocketError _error;
    private int _rank = int.MaxValue;

    public void Add(SocketError error, AddressFamily family)
    {
        lock (_gate)
        {
            var rank = Rank(error, family);
            if (rank >= _rank) return;
            (_error, _rank) = (error, rank);
        }
    }

    public SocketException ToException()
    {
        lock (_gate) return new((int)_error);
    }

    /// <summary>
    /// This machine's own trouble comes first, since with it nothing can be said of the site. Not so "address not available" for IPv6:
    /// that is what a machine without IPv6 says of every such address, and says nothing if another address was tried.
    /// </summary>
    private static int Rank(SocketError error, AddressFamily family) => Faults.OfConnect(error) switch
    {
        Reasons.LocalLimit => error == SocketError.AddressNotAvailable && family == AddressFamily.InterNetworkV6 ? 5 : 0,
        Reasons.ConnectRefused => 1,
        Reasons.TimeoutConnect => 2,
        Reasons.ConnectFailed => 3,
        _ => 4,
    };
}
