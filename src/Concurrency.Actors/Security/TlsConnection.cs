using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace Concurrency.Actors.Security;

/// <summary>A connection between two nodes, after the handshake: frames, each with its length in four bytes before it, the lowest first.</summary>
/// <param name="largest">The most bytes in a frame.</param>
/// <param name="mostUnsent">The most bytes that wait to be sent; whoever has more to say is asked to come again.</param>
/// <param name="farewell">How long what was said last may take to get out.</param>
internal sealed class TlsConnection(
    Address local, Address remote, Socket socket, SslStream stream, int largest, long mostUnsent, TimeSpan farewell, ILoggingAdapter log)
    : AssociationHandle(local, remote), IDisposable
{
    public const int HeaderSize = sizeof(int);

    /// <summary>As much as one record of TLS takes.</summary>
    private const int RecordSize = 16_384;

    private readonly Pipe _outgoing = new(new(pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: RecordSize, useSynchronizationContext: false));
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private long _unsent;
    private volatile bool _leaving;

    /// <summary>Completes when the connection is closed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Sends and receives until one side leaves, and closes the connection. Never throws.</summary>
    public async Task RunAsync()
    {
        var sending = SendAsync();
        try
        {
            await ReceiveAsync(await ReadHandlerSource.Task.WaitAsync(_over.Token));
        }
        catch (OperationCanceledException)
        {
            // Over before anybody listened.
        }

        _ = ReadHandlerSource.Task.ContinueWith(
            listening => listening.Result.Notify(new Disassociated(DisassociateInfo.Unknown)), TaskScheduler.Default);
        Leave(Timeout.InfiniteTimeSpan);
        await _over.CancelAsync();
        await sending;
        await stream.DisposeAsync();
    }

    public void Dispose()
    {
        stream.Dispose();
        _over.Dispose();
        _closed.TrySetResult();
    }

    public override bool Write(ByteString payload)
    {
        lock (_gate)
        {
            var size = HeaderSize + payload.Length;
            if (_leaving || Volatile.Read(ref _unsent) + size > mostUnsent) return false;
            Interlocked.Add(ref _unsent, size);
            var room = _outgoing.Writer.GetSpan(size);
            BinaryPrimitives.WriteInt32LittleEndian(room, payload.Length);
            payload.Span.CopyTo(room[HeaderSize..]);
            _outgoing.Writer.Advance(size);

            // Only wakes the sender: the pipe itself has no limit that could be waited for.
            _ = _outgoing.Writer.FlushAsync().AsTask();
            return true;
        }
    }

    [Obsolete("As the method that it overrides.")]
    public override void Disassociate() => Leave(farewell);

    /// <summary>Takes nothing more to send. What was taken may still get out.</summary>
    private void Leave(TimeSpan within)
    {
        lock (_gate)
        {
            if (_leaving) return;
            _leaving = true;
            _outgoing.Writer.Complete();
            _over.CancelAfter(within);
        }
    }

    private async Task SendAsync()
    {
        try
        {
            for (var isLast = false; !isLast;)
            {
                var read = await _outgoing.Reader.ReadAsync(_over.Token);
                foreach (var segment in read.Buffer) await stream.WriteAsync(segment, _over.Token);
                Interlocked.Add(ref _unsent, -read.Buffer.Length);
                isLast = read.IsCompleted;
                _outgoing.Reader.AdvanceTo(read.Buffer.End);
            }

            // The other end reads to here and closes; closed from here at once, what it has not read yet would be lost.
            // A peer that has stopped reading keeps nobody here: that is what the farewell is for.
            await stream.ShutdownAsync().WaitAsync(_over.Token);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e)
        {
            // A connection breaks in more kinds of exception than there are to foresee; the peers find out, and dial again.
            log.Debug("Sending to {0} ended: {1}", RemoteAddress, e.Message);
            await _over.CancelAsync();
        }

        await _outgoing.Reader.CompleteAsync();
    }

    private async Task ReceiveAsync(IHandleEventListener listener)
    {
        var reader = PipeReader.Create(stream, new(bufferSize: 4 * RecordSize, leaveOpen: true));
        try
        {
            for (var isLast = false; !isLast;)
            {
                var read = await reader.ReadAsync(_over.Token);
                var buffer = read.Buffer;
                while (TryTake(ref buffer, out var frame))
                {
                    if (!frame.IsEmpty && !_leaving) listener.Notify(new InboundPayload(UnsafeByteOperations.UnsafeWrap(frame)));
                }

                isLast = read.IsCompleted;
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (InvalidDataException e)
        {
            log.Warning("Closed the connection of {0}:{1}: {2}.", RemoteAddress.Host, RemoteAddress.Port, e.Message);
        }
        catch (Exception e)
        {
            log.Debug("Receiving from {0} ended: {1}", RemoteAddress, e.Message);
        }
    }

    /// <exception cref="InvalidDataException">The other end announces a frame larger than any.</exception>
    private bool TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadLittleEndian(out int length)) return false;
        if (length < 0 || length > largest) throw new InvalidDataException($"it announces a frame of {(uint)length} bytes, but {largest} are the most");
        if (reader.Remaining < length) return false;
        frame = buffer.Slice(HeaderSize, length).ToArray();
        buffer = buffer.Slice(HeaderSize + length);
        return true;
    }
}
