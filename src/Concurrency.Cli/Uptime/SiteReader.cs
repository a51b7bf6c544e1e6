using System.Text;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Uptime;

/// <summary>Writes the sites of a running job in the order of the list, each once.</summary>
internal sealed class SiteReader : IRowReader
{
    private readonly Func<long, string> _urlOf;
    private readonly TextWriter _output;
    private readonly StringBuilder _text = new();
    private readonly ISiteWriter _writer;
    private readonly ListOrder<SiteObject> _order;
    private readonly HashSet<long> _failed = [];
    private readonly Lock _lock = new();

    /// <param name="urlOf">The URL of a site by its place in the list, for sites that nothing came back of.</param>
    public SiteReader(Func<long, string> urlOf, OutputFormat format, TextWriter output)
    {
        (_urlOf, _output) = (urlOf, output);
        _writer = SiteWriters.Of(format, new StringWriter(_text));
        _order = new(_writer.Write);
    }

    public void Take(IReadOnlyList<UnitRecord> records)
    {
        lock (_lock)
        {
            foreach (var record in records) _order.Add(record.Unit, SiteObject.Of(record.Unit, SiteRecord.Decode(record.Body)));
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
            _order.End();
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
                if (_failed.Add(unit)) _order.Add(unit, SiteObject.OfFailed(unit, _urlOf(unit), reason));
            }
        }
    }

    private void GiveOn()
    {
        _output.Write(_text);
        _output.Flush();
        _text.Clear();
    }
}
