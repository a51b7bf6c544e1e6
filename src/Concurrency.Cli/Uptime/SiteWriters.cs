using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using CsvHelper;

namespace Concurrency.Cli.Uptime;

/// <summary>Writes the sites as they come, and at the end what they come to.</summary>
internal interface ISiteWriter
{
    void Write(SiteObject site);

    void End(UptimeOutcome outcome);
}

internal static class SiteWriters
{
    /// <param name="output">Where to write; a buffer, because rows come by the thousand.</param>
    public static ISiteWriter Of(OutputFormat format, TextWriter output) => format switch
    {
        OutputFormat.Text => new TextSites(output),
        OutputFormat.Json => new JsonSites(output),
        OutputFormat.Ndjson => new NdjsonSites(output),
        OutputFormat.Csv => new CsvSites(output),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
    };

    /// <summary>A line a site, and a summary.</summary>
    private sealed class TextSites : ISiteWriter
    {
        private readonly TextWriter _output;

        public TextSites(TextWriter output)
        {
            _output = output;
            output.WriteLine("verdict   status  seconds  site");
        }

        public void Write(SiteObject site)
        {
            var status = site.Hops > 0 ? $"{site.FirstStatus}→{Or(site.Status)}" : Or(site.Status);
            var seconds = site.LatencySeconds is { } latency ? $"{latency:0.000}" : "-";
            var remark = (site.Reason is null ? "" : $"  {Sentences.OnOneLine(site.Reason)}") + (site.Downgraded ? "  https_to_http" : "");
            _output.WriteLine($"{site.Verdict,-7} {status,8} {seconds,8}  {Sentences.OnOneLine(site.Url)}{remark}");
        }

        public void End(UptimeOutcome outcome)
        {
            _output.WriteLine();
            outcome.WriteText(_output);
        }

        private static string Or(int? status) => status?.ToString(CultureInfo.InvariantCulture) ?? "-";
    }

    /// <summary>One object on one line, its sites first, so that none has to be kept.</summary>
    private sealed class JsonSites : ISiteWriter
    {
        private const int FullAt = 32 * 1024;

        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly Utf8JsonWriter _json;
        private readonly TextWriter _output;

        public JsonSites(TextWriter output)
        {
            (_output, _json) = (output, new(_bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
            _json.WriteStartObject();
            _json.WriteStartArray("sites");
        }

        public void Write(SiteObject site)
        {
            JsonSerializer.Serialize(_json, site, UptimeJson.AsTheyAre.SiteObject);
            if (_json.BytesPending + _bytes.WrittenCount > FullAt) GiveOn();
        }

        public void End(UptimeOutcome outcome)
        {
            _json.WriteEndArray();
            foreach (var property in JsonSerializer.SerializeToElement(outcome.AsObject(), UptimeJson.AsTheyAre.UptimeObject).EnumerateObject())
                property.WriteTo(_json);
            _json.WriteEndObject();
            GiveOn();
            _json.Dispose();
            _output.WriteLine();
        }

        private void GiveOn()
        {
            _json.Flush();
            _output.Write(Encoding.UTF8.GetString(_bytes.WrittenSpan));
            _bytes.ResetWrittenCount();
        }
    }

    /// <summary>One object a line and site, and nothing else.</summary>
    private sealed class NdjsonSites(TextWriter output) : ISiteWriter
    {
        public void Write(SiteObject site) => output.WriteLine(JsonSerializer.Serialize(site, UptimeJson.AsTheyAre.SiteObject));

        public void End(UptimeOutcome outcome)
        {
        }
    }

    /// <summary>A line a site, below a header.</summary>
    private sealed class CsvSites : ISiteWriter
    {
        private readonly CsvWriter _csv;

        public CsvSites(TextWriter output)
        {
            _csv = CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
            Row("index", "url", "verdict", "reason", "firstStatus", "status", "hops", "latencySeconds", "worker", "downgraded");
        }

        public void Write(SiteObject site) => Row(
            Text(site.Index),
            site.Url,
            site.Verdict,
            site.Reason,
            Text(site.FirstStatus),
            Text(site.Status),
            Text(site.Hops),
            Text(site.LatencySeconds),
            site.Worker,
            site.Downgraded ? "true" : "false");

        public void End(UptimeOutcome outcome) => _csv.Dispose();

        private void Row(params ReadOnlySpan<string?> fields)
        {
            foreach (var field in fields) _csv.WriteField(field);
            _csv.EndRecord();
            _csv.Flush();
        }

        private static string? Text<T>(T value) => (value as IFormattable)?.ToString(format: null, CultureInfo.InvariantCulture);
    }
}
