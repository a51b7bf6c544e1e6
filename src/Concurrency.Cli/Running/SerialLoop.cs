using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Cli.Running;

/// <summary>
/// The units of a job, one piece after another. What fails is halved down to the unit at fault, which is tried alone once;
/// what is handed back waits its time.
/// </summary>
/// <param name="chunkUnits">Units in a piece, or null for the workload's grain: serial work has nobody to share with.</param>
internal sealed class SerialLoop(IJobPlan plan, long? chunkUnits, TimeProvider time)
{
    private readonly IAccumulator _total = plan.NewAccumulator();
    private readonly Stack<Piece> _pending = new([new(new(0, plan.Units), Attempts: 0, Note: default)]);
    private readonly PriorityQueue<Piece, DateTimeOffset> _waiting = new();
    private readonly List<FailedUnits> _failed = [];
    private readonly long _most = Math.Clamp(chunkUnits ?? plan.Traits.Grain, 1, plan.Traits.MaxChunk);
    private long _unitsDone;
    private Chunk? _current;

    public long Units => plan.Units;

    /// <summary>With what the running piece has reported. May be read from any thread.</summary>
    public long UnitsDone => Interlocked.Read(ref _unitsDone) + (Volatile.Read(ref _current)?.UnitsDone ?? 0);

    /// <summary>Pieces that were run.</summary>
    public long Chunks { get; private set; }

    /// <summary>Pieces that failed.</summary>
    public long Retries { get; private set; }

    public IReadOnlyList<FailedUnits> Failed => _failed;

    /// <summary>Why there is no result; null if there is one.</summary>
    public string? Reason { get; private set; }

    /// <summary>The merged partial of what is done.</summary>
    public Payload Total => _total.Encode();

    /// <summary>Runs to the end, or until <paramref name="cancelled"/>.</summary>
    public async Task<JobStatus> RunAsync(CancellationToken cancelled)
    {
        try
        {
            while (await NextAsync(cancelled) is { } piece)
            {
                await RunAsync(piece, cancelled);
                if (Reason is not null) return JobStatus.Failed;
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // What a piece had done when it was stopped is not in the sum.
            Volatile.Write(ref _current, null);
            return JobStatus.Cancelled;
        }

        return _failed.Count == 0 ? JobStatus.Completed : JobStatus.CompletedWithFailures;
    }

    private async ValueTask<Piece?> NextAsync(CancellationToken cancelled)
    {
        cancelled.ThrowIfCancellationRequested();
        if (!_pending.TryPop(out var piece))
        {
            if (!_waiting.TryDequeue(out piece, out var due)) return null;
            var wait = due - time.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancelled);
        }

        var range = piece.Range;
        if (range.Length <= _most) return piece;
        _pending.Push(piece with { Range = new(range.From + _most, range.To) });
        return piece with { Range = new(range.From, range.From + _most) };
    }

    private async ValueTask RunAsync(Piece piece, CancellationToken cancelled)
    {
        var chunk = new Chunk(piece.Range, cancelled) { Attempt = piece.Attempts + 1, Note = piece.Note, Worker = "serial" };
        Volatile.Write(ref _current, chunk);
        Chunks++;
        try
        {
            var output = await plan.RunAsync(chunk);
            if (output.FaultFor(piece.Range) is { } fault) throw new FormatException(fault);
            _total.Add(output.Partial);
            foreach (var back in output.HandBacks) _waiting.Enqueue(new(back.Range, piece.Attempts, back.Note), time.GetUtcNow() + back.Delay);
            Volatile.Write(ref _current, null);
            Interlocked.Add(ref _unitsDone, output.DoneOf(piece.Range).Sum(range => range.Length));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancelled.IsCancellationRequested)
        {
            Volatile.Write(ref _current, null);
            Fail(piece with { Attempts = piece.Attempts + 1 }, e.Message);
        }
    }

    private void Fail(Piece piece, string reason)
    {
        Retries++;
        var range = piece.Range;
        if (range.Length > 1)
        {
            var middle = range.From + (range.Length / 2);
            _pending.Push(piece with { Range = new(middle, range.To) });
            _pending.Push(piece with { Range = new(range.From, middle) });
            return;
        }

        _failed.Add(new(range, reason, piece.Attempts));
        if (plan.Traits.RequiresAllUnits) Reason = $"unit {range.From} failed after {piece.Attempts} attempts: {reason}";
    }

    /// <param name="Attempts">How many runs with these units in them have failed.</param>
    private readonly record struct Piece(UnitRange Range, int Attempts, Payload Note);
}
