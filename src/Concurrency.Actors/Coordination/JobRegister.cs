using System.Diagnostics.CodeAnalysis;
using Concurrency.Actors.Wire;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>The jobs that drivers can ask about: by their keys, in the order submitted, and, of those that are over, in the order they ended.</summary>
/// <param name="keep">How many that are over are remembered.</param>
internal sealed class JobRegister(int keep)
{
    private readonly Dictionary<JobId, Entry> _jobs = [];
    private readonly Dictionary<(bool IsKey, string Value), Entry> _byRequest = [];
    private readonly List<Entry> _inOrder = [];
    private readonly LinkedList<Entry> _over = [];
    private long _last;

    /// <summary>The job that was opened by the same request, or with the same key.</summary>
    public bool TryFind(Open open, [NotNullWhen(true)] out JobOrder? order) =>
        (order = _byRequest.GetValueOrDefault(Identity(open.Request, open.Key))?.Order) is not null;

    public void Add(JobOrder order)
    {
        var entry = new Entry(++_last, order) { Summary = order.Summary };
        _jobs.Add(order.Id, entry);
        _byRequest.Add(Identity(order.Request, order.Key), entry);
        _inOrder.Add(entry);
    }

    public void Remove(JobId job)
    {
        if (!_jobs.Remove(job, out var entry)) return;
        _byRequest.Remove(Identity(entry.Order.Request, entry.Order.Key));
        _inOrder.Remove(entry);
        if (entry.Over is { } over) _over.Remove(over);
    }

    /// <summary>Notes how a job is.</summary>
    /// <returns>A job that was over long ago and is to be forgotten now, or null.</returns>
    public JobId? Note(JobSummary summary, DateTimeOffset now)
    {
        if (!_jobs.TryGetValue(summary.Job, out var entry)) return null;
        (entry.Summary, entry.NotedAt) = (summary, now);
        if (!summary.Status.IsOver())
        {
            // It is retried.
            if (entry.Over is { } over) _over.Remove(over);
            entry.Over = null;
        }
        else
        {
            entry.Over ??= _over.AddLast(entry);
        }

        return _over.Count > keep ? _over.First!.Value.Order.Id : null;
    }

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

    private static (bool IsKey, string Value) Identity(string request, string? key) => key is null ? (false, request) : (true, key);

    private sealed class Entry(long number, JobOrder order)
    {
        public long Number { get; } = number;

        public JobOrder Order { get; } = order;

        public required JobSummary Summary { get; set; }

        public DateTimeOffset NotedAt { get; set; }

        /// <summary>Its place among those that are over, or null.</summary>
        public LinkedListNode<Entry>? Over { get; set; }

        /// <summary>A job that nothing happens to tells nothing, but its time runs on.</summary>
        public JobSummary SummaryAt(DateTimeOffset now) =>
            Summary.TakesInput || Summary.Status.IsOver() ? Summary : Summary with { Elapsed = Summary.Elapsed + (now - NotedAt) };
    }
}
