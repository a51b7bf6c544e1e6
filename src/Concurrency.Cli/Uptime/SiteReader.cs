using System.Text;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Uptime;

/// <summary>Writes the sites of a job, each once: in the order of the list, or as they come.</summary>
internal sealed class SiteReader : IRowReader
{
    private readonly Func<long, string> _urlOf;
    private readonly TextWriter _output;
    private readonly StringBuilder _text = new();
    private readonly ISiteWriter _writer;
    private readonly ListOrder<SiteObject>? _order;
    private readonly HashSet<long> _failed = [];
    private readonly Lock _lock = new();

    /// <param name="urlOf">The URL of a site by its place in the list, for sites that nothing came back of.</param>
    /// <param name="inOrder">Whether a site waits for those before it in the list.</param>
    public SiteReader(Func<long, string> urlOf, OutputFormat format, TextWriter output, bool inOrder = true)
    {
        (_urlOf, _output) = (urlOf, output);
        _writer = SiteWriters.Of(format, new StringWriter(_text));
        if (inOrder) _order = new(_writer.Write);
    }

    /// <summary>What the sites that were read come to.</summary>
    public UptimeTally Tally { get; private set; } = UptimeTally.Zero;

    public void Take(IReadOnlyList<UnitRecord> records)
    {
        lock (_lock)
        {
            var sites = records.Select(record => SiteRecord.Decode(record.Body)).ToList();
            foreach (var (record, site) in records.Zip(sites)) Add(record.Unit, SiteObject.Of(record.Unit, site));
            Tally = Tally.Merge(UptimeTally.Of([.. sites.Select(site => site.Result)]));
            GiveOn();
        }
    }

    public string SentenceFor(Notice notice)
    {
        var danger = DangerMessage.Decode(notice.Body);
        var answer = danger.Status is { } status ? $"it answered with status {status}" : "it did not answer";
        return $"warning: {Sentences.Shortened(danger.Url)} is down: {answer} ({danger.Reason})";
    }

    public void Progress(JobReport report)
    {
        if (report.Failed.Count == 0) return;
        lock (_lock)
        {
            TakeFailed(report.Failed);
            GiveOn();
        }
    }

    /// <summary>The job is over.</summary>
    public void End(UptimeOutcome outcome)
    {
        lock (_lock)
        {
            TakeFailed(outcome.Report.Failed);
            _order?.End();
            _writer.End(outcome);
            GiveOn();
        }
    }

    // A site without a record would hold up all that come after it.
    private void TakeFailed(IReadOnlyList<FailedUnits> failed)
    {
        foreach (var (range, reason, _) in failed)
        {
            for (var unit = range.From; unit < range.To; unit++)
            {
                if (_failed.Add(unit)) Add(unit, SiteObject.OfFailed(unit, _urlOf(unit), reason));
            }
        }
    }

    private void Add(long unit, SiteObject site)
    {
        if (_order is null) _writer.Write(site);
        else _order.Add(unit, site);
    }

    private void GiveOn()
    {
        _output.Write(_text);
        _output.Flush();
        _text.Clear();
    }
}
