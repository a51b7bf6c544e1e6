using System.Net;
using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>Tells a resolver that found nothing from one that could not look, for want of file descriptors.</summary>
internal static class Descriptors
{
    /// <summary>What a lookup may hold at a time: files of the system and sockets to name servers, and some more for those that were free a moment ago.</summary>
    public const int Needed = 16;

    /// <summary>
    /// One look at a time: names that fail together, as they do where a network is gone, would else be short of nothing but what each
    /// other's looks hold.
    /// </summary>
    private static readonly Lock Gate = new();

    /// <summary>
    /// Without a descriptor a resolver reaches no file and no name server, and says no more than that it failed, or even that there is
    /// no such host. So where it fails with no descriptors to spare, it is said that these were lacking.
    /// </summary>
    /// <param name="open">Takes a descriptor until it is disposed of; null for a socket.</param>
    public static IPAddress[] Guard(Func<string, IPAddress[]> resolve, string host, Func<IDisposable>? open = null)
    {
        try
        {
            return resolve(host);
        }
        catch (SocketException) when (!ToSpare(open ?? OpenSocket))
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
    }

    private static Socket OpenSocket() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private static bool ToSpare(Func<IDisposable> open)
    {
        lock (Gate)
        {
            var taken = new List<IDisposable>(Needed);
            try
            {
                while (taken.Count < Needed) taken.Add(open());
                return true;
            }
            catch (SocketException exception)
            {
                return Faults.OfConnect(exception.SocketErrorCode) is not Reasons.LocalLimit;
            }
            finally
            {
                taken.ForEach(descriptor => descriptor.Dispose());
            }
        }
    }
}
