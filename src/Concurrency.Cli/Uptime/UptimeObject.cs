using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concurrency.Cli.Running;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Uptime;

/// <summary>The JSON of an uptime job, but for its sites.</summary>
internal sealed record UptimeObject : JobObject
{
    /// <summary>The sum of the following six.</summary>
    public required long Total { get; init; }

    public required long Up { get; init; }

    public required long Down { get; init; }

    public required long Invalid { get; init; }

    public required long Blocked { get; init; }

    public required long Unknown { get; init; }

    public required long Failed { get; init; }

    public required IReadOnlyDictionary<string, long> Reasons { get; init; }

    /// <summary>Null when no site answered.</summary>
    public required LatencyObject? LatencySeconds { get; init; }

    public required double TimeoutSeconds { get; init; }

    public required string Redirects { get; init; }

    public required int Concurrency { get; init; }
}

internal sealed record LatencyObject(double P50, double P95, double P99, double Max);

/// <summary>The JSON of one site, and its columns in CSV.</summary>
/// <param name="Index">Its place in the list, from 0.</param>
/// <param name="Status">The final one; null where no HTTP answer came.</param>
/// <param name="LatencySeconds">Null where nothing was asked.</param>
/// <param name="Downgraded">A redirect led from HTTPS to HTTP.</param>
internal sealed record SiteObject(
    long Index,
    string Url,
    string Verdict,
    string? Reason,
    int? FirstStatus,
    int? Status,
    int Hops,
    double? LatencySeconds,
    string? Worker,
    bool Downgraded)
{
    public static SiteObject Of(long index, SiteRecord site) => new(
        index,
        site.Url,
        NameOf(site.Result.Verdict),
        site.Result.Reason,
        site.Result.FirstStatus,
        site.Result.Status,
        site.Result.Hops,
        site.Result.Verdict is Workloads.Uptime.Verdict.Invalid ? null : site.Result.Latency.TotalSeconds,
        site.Worker,
        site.Result.Downgraded);

    /// <summary>A site whose probe failed by no fault of its own.</summary>
    public static SiteObject OfFailed(long index, string url, string reason) => new(
        index, url, "failed", reason, FirstStatus: null, Status: null, Hops: 0, LatencySeconds: null, Worker: null, Downgraded: false);

    public static string NameOf(Verdict verdict) => verdict switch
    {
        Workloads.Uptime.Verdict.Up => "up",
        Workloads.Uptime.Verdict.Down => "down",
        Workloads.Uptime.Verdict.Invalid => "invalid",
        Workloads.Uptime.Verdict.Blocked => "blocked",
        Workloads.Uptime.Verdict.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, message: null),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UptimeObject))]
[JsonSerializable(typeof(SiteObject))]
internal sealed partial class UptimeJson : JsonSerializerContext
{
    /// <summary>Writes URLs as they are: what is escaped by default could do harm in HTML only.</summary>
    public static readonly UptimeJson AsTheyAre = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
