using System.Net.Sockets;
using Akka.Actor;

namespace Concurrency.Actors.Gateway;

/// <summary>Finds out why a seed does not answer.</summary>
internal static class Silence
{
    /// <param name="isAssociated">A connection is open, and both ends have said who they are.</param>
    /// <param name="hasAnswered">There was an answer from there before, so it is what it should be.</param>
    /// <param name="patience">How long to wait for a connection.</param>
    /// <returns>A sentence for the user that says what is wrong, as far as can be seen from here, and what to do.</returns>
    public static async Task<string> ExplainAsync(Address seed, bool isAssociated, bool hasAnswered, TimeSpan patience)
    {
        var (place, isTls) = (HostPort.Of(seed), seed.Protocol.Contains("ssl", StringComparison.Ordinal));
        if (isAssociated && hasAnswered) return $"The node at {place} takes the connection, but does not answer: it is stopped, or has too much to do.";
        if (isAssociated)
        {
            return $"A node at {place} takes the connection, but that is not the address it goes by: join it by the very address that it "
                + "printed when it started (127.0.0.1 and localhost are not the same to it), or start it with --advertise.";
        }

        using var socket = new TcpClient();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await socket.ConnectAsync(place.Host, place.Port, limit.Token);
            return $"Something listens at {place}, but does not talk as a seed {(isTls ? "with TLS" : "without TLS")} does: "
                + (isTls ? "start the seed with --tls too, with certificates of the same authority." : "if the seed was started with --tls, give --tls here too.");
        }
        catch (OperationCanceledException)
        {
            return $"Nothing answers at {place}: look whether the machine is there and whether a firewall lets port {place.Port} through.";
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData)
        {
            return $"There is no machine named '{place.Host}': {e.Message}.";
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return $"No seed listens at {place}: start one with 'concurrency seed'.";
        }
        catch (SocketException e)
        {
            return $"{place} cannot be reached: {e.Message}.";
        }
    }
}
