using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Concurrency.Workloads.Uptime;

/// <summary>From what the network stack throws to the word for it.</summary>
internal static class Faults
{
    /// <summary>Of looking up a name.</summary>
    public static string OfLookup(Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => Reasons.DnsNotFound,
        ArgumentException => Reasons.DnsNotFound, // The framework refuses names above 255 characters; there can be none.
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => Reasons.LocalLimit,
        SocketException => Reasons.DnsFailed,
        _ => Unforeseen(exception),
    };

    /// <summary>Of opening a connection.</summary>
    public static string OfConnect(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => Reasons.ConnectRefused,
        SocketError.ConnectionReset => Reasons.ConnReset, // It was accepted, and thrown away before we had seen that.
        SocketError.TimedOut => Reasons.TimeoutConnect,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            or SocketError.AddressFamilyNotSupported => Reasons.ConnectUnreachable,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable => Reasons.LocalLimit,
        _ => Reasons.ConnectFailed,
    };

    /// <summary>Of an open connection, during the handshake or after it.</summary>
    /// <param name="timeout">What to say if the other side's system is heard of no more.</param>
    public static string OfStream(Exception exception, string timeout)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket) return OfSocket(socket.SocketErrorCode, timeout);
            if (inner is AuthenticationException or CryptographicException) return Reasons.TlsFailed;
        }

        return exception is IOException ? Reasons.ConnClosed : Unforeseen(exception);
    }

    /// <summary>Of what came over a connection that did not fail.</summary>
    public static string OfAnswer(Exception exception) => exception switch
    {
        ConnectionFaultException connection => connection.Fault,
        HttpRequestException request => OfHttp(request.HttpRequestError),
        HttpIOException http => OfHttp(http.HttpRequestError),
        _ => Unforeseen(exception),
    };

    /// <summary>Of what nobody expects. A machine out of descriptors cannot even open the code it is to run next.</summary>
    public static string Unforeseen(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is FileNotFoundException or FileLoadException or TypeLoadException or DllNotFoundException) return Reasons.LocalLimit;
        }

        return Reasons.ProbeFailed;
    }

    /// <summary>What the framework does not put down to the answer is not the site's doing: there was a connection, and the request was fit to be sent.</summary>
    private static string OfHttp(HttpRequestError? error) => error switch
    {
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError => Reasons.ProtocolError,
        HttpRequestError.ResponseEnded => Reasons.ConnClosed,
        _ => Reasons.ProbeFailed,
    };

    private static string OfSocket(SocketError error, string timeout) => error switch
    {
        SocketError.ConnectionReset or SocketError.NetworkReset => Reasons.ConnReset,
        SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting => Reasons.ConnClosed,
        SocketError.TimedOut => timeout,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => Reasons.ConnectUnreachable,
        SocketError.NoBufferSpaceAvailable => Reasons.LocalLimit,
        _ => Reasons.ConnReset,
    };
}
