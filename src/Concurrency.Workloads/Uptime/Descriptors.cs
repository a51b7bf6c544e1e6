using System.Net;
using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>Tells a resolver that found nothing from one that could not look, for want of file descriptors.</summary>
internal static class Descriptors
{
    /// <summary>What a lookup may hold at a time: files of the system and sockets to name servers, and some more for those that were free a moment ago.</summary>
    private const int Needed = 16;

    /// <summary>
    /// Without a descriptor a resolver reaches no file and no name server, and says no more than that it failed, or even that there is
    /// no such host. So where it fails with no descriptors to spare, it is said that these were lacking.
    /// </summary>
    public static IPAddress[] Guard(Func<string, IPAddress[]> resolve, string host)
    {
        try
        {
            return resolve(host);
        }
        catch (SocketException) when (!ToSpare())
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
    }

    private static bool ToSpare()
    {
        var sockets = new List<Socket>(Needed);
        try
        {
            while (sockets.Count < Needed) sockets.Add(new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
            return true;
        }
        catch (SocketException exception)
        {
            return Faults.OfConnect(exception.SocketErrorCode) is not Reasons.LocalLimit;
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }
}
