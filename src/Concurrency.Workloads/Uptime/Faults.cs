using System.Net.Sockets;
using System.Security.Authentication;

namespace Concurrency.Workloads.Uptime;

/// <summary>From what the network stack throws to the word for it.</summary>
internal static class Faults
{
    /// <summary>Of looking up a name.</summary>
    public static string OfLookup(Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => Reasons.DnsNotFound,
        ArgumentException => Reasons.DnsNotFound, // The framework refuses names above 255 characters; there can be none.
        SocketException => Reasons.DnsFailed,
        _ => Reasons.ProbeFailed,
    };

    /// <summary>Of opening a connection.</summary>
    public static string OfConnect(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => Reasons.ConnectRefused,
        SocketError.TimedOut => Reasons.TimeoutConnect,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            or SocketError.AddressFamilyNotSupported => Reasons.ConnectUnreachable,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable => Reasons.LocalLimit,
        _ => Reasons.ConnectFailed,
    };

    /// <summary>Of an open connection, during the handshake or after it.</summary>
    /// <param name="otherwise">What to say where no more is known than that reading or writing failed.</param>
    public static string OfStream(Exception exception, string otherwise)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SocketException socket:
                    return OfSocket(socket.SocketErrorCode);
                case AuthenticationException:
                    return Reasons.TlsFailed;
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                case HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }:
                case EndOfStreamException:
                    return Reasons.ConnClosed;
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }:
                    return Reasons.ProtocolError;
            }
        }

        return exception is IOException or HttpRequestException ? otherwise : Reasons.ProbeFailed;
    }

    private static string OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionReset or SocketError.NetworkReset => Reasons.ConnReset,
        SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting => Reasons.ConnClosed,
        SocketError.TimedOut => Reasons.TimeoutHeaders,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => Reasons.ConnectUnreachable,
        SocketError.NoBufferSpaceAvailable => Reasons.LocalLimit,
        _ => Reasons.ConnReset,
    };
}
