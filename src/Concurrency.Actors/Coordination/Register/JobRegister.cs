using System.Diagnostics.CodeAnalysis;
using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Wire;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination.Register;

/// <summary>How much of jobs that are over is remembered. When it is too much, whichever ended first is forgotten.</summary>
/// <param name="Bytes">In the store, of all of them; the one that ended last is remembered, whatever it takes.</param>
/// <param name="Age">Since they ended.</param>
internal sealed record Retention(int Jobs, long Bytes, TimeSpan Age);

/// <summary>The jobs that drivers can ask about: by their keys, in the order submitted, and, of those that are over, in the order they ended.</summary>
internal sealed class JobRegister(Retention retention)
{
    private readonly Dictionary<JobId, Entry> _jobs = [];
    private readonly Dictionary<(bool IsKey, string Value), Entry> _byRequest = [];
    private readonly List<Entry> _inOrder = [];
    private readonly LinkedList<Entry> _over = [];
    private long _overBytes;

    /// <summary>That of the last job that was added.</summary>
    public long LastNumber { get; private set; }

    /// <summary>The job that was opened by the same request, or with the same key.</summary>
    public bool TryFind(Open open, [NotNullWhen(true)] out JobOrder? order) =>
        (order = _byRequest.GetValueOrDefault(Identity(open.Request, open.Key))?.Order) is not null;

    public JobOrder? Find(JobId job) => _jobs.GetValueOrDefault(job)?.Order;

    /// <summary>It is here and not over.</summary>
    public bool IsOpen(JobId job) => _jobs.TryGetValue(job, out var entry) && entry.Over is null;

    /// <param name="number">Counts the jobs: more than the last one's.</param>
    public void Add(JobOrder order, long number)
    {
        var entry = new Entry(LastNumber = number, order) { Summary = order.Summary };
        _jobs.Add(order.Id, entry);
        _byRequest.Add(Identity(order.Request, order.Key), entry);
        _inOrder.Add(entry);
    }

    public void Remove(JobId job)
    {
        if (!_jobs.Remove(job, out var entry)) return;
        _byRequest.Remove(Identity(entry.Order.Request, entry.Order.Key));
        _inOrder.Remove(entry);
        Reopen(entry);
    }

    /// <summary>Notes how a job is.</summary>
    /// <param name="stored">Bytes that it takes in the store.</param>
    /// <returns>Whether it has come to its end, or runs again after it.</returns>
    public bool Note(JobSummary summary, long stored, DateTimeOffset now)
    {
        if (!_jobs.TryGetValue(summary.Job, out var entry)) return false;
        (entry.Summary, entry.NotedAt) = (summary, now);
        var wasOver = entry.Over is not null;
        if (wasOver == summary.Status.IsOver()) return false;
        if (wasOver) Reopen(entry);
        else Close(entry, stored);
        return true;
    }

    /// <summary>A job that is to be forgotten now, or null.</summary>
    public JobId? Surplus(DateTimeOffset now) =>
        _over.First is { } first
        && (_over.Count > retention.Jobs || now - first.Value.NotedAt > retention.Age || (_over.Count > 1 && _overBytes > retention.Bytes))
            ? first.Value.Order.Id
            : null;

    /// <summary>As many jobs as fit a message.</summary>
    public JobPage PageAfter(long after, DateTimeOffset now)
    {
        var (page, bytes, next) = (new List<JobSummary>(), 0, after);
        foreach (var entry in _inOrder.SkipWhile(entry => entry.Number <= after))
        {
            var summary = entry.SummaryAt(now);
            bytes += summary.ToWire().CalculateSize();
            if (bytes > Limits.PageBytes && page.Count > 0) return new(page, next, End: false);
            page.Add(summary);
            next = entry.Number;
        }

        return new(page, next, End: true);
    }

    private void Close(Entry entry, long stored)
    {
        entry.Over = _over.AddLast(entry);
        _overBytes += entry.Stored = stored;
    }

    private void Reopen(Entry entry)
    {
        if (entry.Over is not { } over) return;
        _over.Remove(over);
        _overBytes -= entry.Stored;
        entry.Over = null;
    }

    private static (bool IsKey, string Value) Identity(string request, string? key) => key is null ? (false, request) : (true, key);

    private sealed class Entry(long number, JobOrder order)
    {
        public long Number { get; } = number;

        public JobOrder Order { get; } = order;

        public required JobSummary Summary { get; set; }

        public DateTimeOffset NotedAt { get; set; }

        /// <summary>Bytes that it takes in the store, when it is over.</summary>
        public long Stored { get; set; }

        /// <summary>Its place among those that are over, or null.</summary>
        public LinkedListNode<Entry>? Over { get; set; }

        /// <summary>A job that nothing happens to tells nothing, but its time runs on.</summary>
        public JobSummary SummaryAt(DateTimeOffset now) =>
            Summary.TakesInput || Summary.Status.IsOver() ? Summary : Summary with { Elapsed = Summary.Elapsed + (now - NotedAt) };
    }
}
