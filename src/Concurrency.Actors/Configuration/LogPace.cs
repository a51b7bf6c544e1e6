using System.Runtime.InteropServices;
using Akka.Event;
using Concurrency.Actors.Security;

namespace Concurrency.Actors.Configuration;

/// <summary>
/// Keeps a log readable when strangers or a broken network make the same happen again and again. A kind of line that keeps coming is
/// written ever more rarely, from once a second to once a minute, each time with how many were left out. What this program itself has to say
/// is always written, but for what it says of strangers.
/// </summary>
internal sealed class LogPace(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>There are not so many kinds; if there are, somebody makes them up.</summary>
    private const int MostKinds = 1000;

    /// <summary>
    /// What remoting says of every dial that fails and every peer that leaves, and Akka.Cluster of seeds. The nodes say that themselves, once and
    /// in a sentence; but for connections that end while their own node does, which are no news.
    /// </summary>
    private static readonly string[] SaidElsewhere =
    [
        "Tried to associate with unreachable remote address",
        "No response from remote for outbound association",
        // Once it was open; before, it is a stranger.
        "No response from remote. Handshake timed out or transport failure detector triggered. (internal state was Open)",
        "Association with remote system",
        "Disassociated",
        "Unable to REMOVE channel",
        "Half-close failed on channel",
        "Cluster Node [{0}] - Marking ",
        "SBR ",
        "Couldn't join seed nodes",
    ];

    /// <summary>
    /// Akka's name for the end of a connection that this node opened. What came from there makes no sense, and whoever waits for an answer
    /// finds out and says what may listen there instead.
    /// </summary>
    private const string DialledConnection = "TcpClientHandler";

    private readonly Dictionary<string, Pace> _paces = new(StringComparer.Ordinal);

    /// <returns>How many of its kind were left out since the last one; null if this one is to be left out, too.</returns>
    public int? Admit(LogEvent log)
    {
        if (!IsPaced(log.LogClass)) return 0;
        if (string.Equals(log.LogClass.Name, DialledConnection, StringComparison.Ordinal)) return null;
        var kind = KindOf(log);
        if (Array.Exists(SaidElsewhere, said => kind.StartsWith(said, StringComparison.Ordinal))) return null;
        if (_paces.Count >= MostKinds) _paces.Clear();

        var now = time.GetTimestamp();
        ref var pace = ref CollectionsMarshal.GetValueRefOrAddDefault(_paces, kind, out var isKnown);
        if (!isKnown)
        {
            pace = new(now, Shortest, 0);
            return 0;
        }

        var since = time.GetElapsedTime(pace.WrittenAt, now);
        if (since < pace.Interval)
        {
            pace = pace with { LeftOut = pace.LeftOut + 1 };
            return null;
        }

        var leftOut = pace.LeftOut;
        // Twice as long as long as it keeps coming; from the beginning after some quiet.
        var interval = since > 2 * pace.Interval ? Shortest : 2 * pace.Interval;
        pace = new(now, interval < Longest ? interval : Longest, 0);
        return leftOut;
    }

    private static bool IsPaced(Type source) =>
        source == typeof(TlsTransport) || source.Assembly.GetName().Name!.StartsWith("Akka", StringComparison.Ordinal);

    /// <summary>The text without what differs from one to the next.</summary>
    private static string KindOf(LogEvent log) => log.Message is LogMessage message
        ? message.Format
        : string.Concat($"{log.Message}".TakeWhile(letter => letter is not '\n').Where(letter => !char.IsAsciiDigit(letter)));

    private readonly record struct Pace(long WrittenAt, TimeSpan Interval, int LeftOut);
}
