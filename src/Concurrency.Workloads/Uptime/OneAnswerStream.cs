using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Uptime;

/// <summary>
/// What the framework reads an answer from. A connection that ends without a byte is to the framework a reason to send
/// the request again over another, up to three times; so a failure here, and an end of the stream is one too, goes up as an
/// exception that the framework does not know, and so does not touch.
/// </summary>
internal sealed class OneAnswerStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>One of the few calls of a probe that always has to wait: its state is used again.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            return read > 0 || buffer.Length == 0 ? read : throw new EndOfStreamException();
        }
        catch (IOException exception)
        {
            throw new ConnectionFaultException(Faults.OfStream(exception, Reasons.TimeoutHeaders));
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new ConnectionFaultException(Faults.OfStream(exception, Reasons.TimeoutHeaders));
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    /// <summary>The framework asks for nothing synchronously when it was asked asynchronously itself.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The connection failed before an answer was complete.</summary>
internal sealed class ConnectionFaultException(string fault) : Exception
{
    /// <summary>One of <see cref="Reasons"/>.</summary>
    public string Fault { get; } = fault;
}
