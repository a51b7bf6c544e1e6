using System.Text.Json;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.EndToEnd.Durability;

/// <summary>A job that asks every site of a web, one in each chunk: the web knows what is run, and how often.</summary>
internal sealed class SiteList(HoldingWeb web, int sites)
{
    private IReadOnlyList<string> Urls { get; } = [.. Enumerable.Range(0, sites).Select(site => web[site])];

    /// <summary>The command line for it, without where it is to run.</summary>
    public string CommandLine => $"{Job} --output json";

    /// <summary>The same, but rows are written as they come.</summary>
    public string RowByRow => $"{Job} --output ndjson";

    private string Job => $"uptime {string.Join(' ', Urls)} --concurrency 1 --chunk-size 1 --timeout 10m";

    /// <summary>Waits until so many more sites are asked.</summary>
    public async Task AskedAsync(int more)
    {
        for (var i = 0; i < more; i++) await web.AskedAsync();
    }

    /// <summary>Every site has one row in such an object, in the order of the list, and was up.</summary>
    public void HasEveryRow(Ended end)
    {
        Assert.Equal((0, "completed"), (end.ExitCode, end.Json.GetProperty("status").GetString()));
        Assert.Equal(sites, end.Json.GetProperty("up").GetInt32());
        Assert.Equal(Urls, Rows(end).Select(row => row.GetProperty("url").GetString()!), StringComparer.Ordinal);
    }

    public void WasAskedOnce() =>
        Assert.Equal(Urls.Select(url => new Uri(url).AbsolutePath).Order(StringComparer.Ordinal), web.Asked.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    public static IReadOnlyList<JsonElement> Rows(Ended end) => [.. end.Json.GetProperty("sites").EnumerateArray()];
}
