using System.Net;
using System.Net.Sockets;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

public sealed class UptimeWorkloadTests : IDisposable
{
    private readonly Prober _prober = new();
    private readonly UptimeWorkload _workload;

    public UptimeWorkloadTests() => _workload = new(_prober);

    public void Dispose() => _prober.Dispose();

    [Fact]
    public async Task A_run_has_a_record_for_every_site_a_notice_for_every_one_that_is_down_and_a_tally_of_both()
    {
        using var refusing = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        refusing.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // and never listens
        var refused = $"http://{refusing.LocalEndPoint}/";
        var chunk = ChunkOf("no url", refused);
        var output = await RunAsync(chunk);

        Assert.Null(output.FaultFor(chunk.Range));
        var rows = output.Records.ToDictionary(record => record.Unit, record => SiteRecord.Decode(record.Body));
        Assert.Equal([7, 8], rows.Keys.Order());
        Assert.Equal(("no url", Verdict.Invalid, Reasons.InvalidUrl, "anna"), (rows[7].Url, rows[7].Result.Verdict, rows[7].Result.Reason, rows[7].Worker));
        Assert.Equal((refused, Verdict.Down, Reasons.ConnectRefused), (rows[8].Url, rows[8].Result.Verdict, rows[8].Result.Reason));
        var notice = Assert.Single(output.Notices);
        Assert.Equal((8, new DangerMessage(refused, Reasons.ConnectRefused, Status: null)), (notice.Unit, DangerMessage.Decode(notice.Body)));
        Assert.Equal(UptimeTally.Of([.. rows.Values.Select(row => row.Result)]), UptimeTally.Decode(output.Partial));
        Assert.Equal(2, chunk.UnitsDone);
    }

    [Fact]
    public async Task What_stands_behind_a_slow_site_is_handed_back_to_be_asked_one_by_one()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(10); // and never answers
        var chunk = ChunkOf("no url", $"http://{silent.LocalEndPoint}/", "no url", "no url");
        var job = new UptimeJob(TimeSpan.FromSeconds(1.1), FollowRedirects: true, Concurrency: 5);
        var output = await _workload.Open(_workload.Encode(job), chunk.Items.Count).RunAsync(chunk);
        Assert.Null(output.FaultFor(chunk.Range));
        Assert.Equal(new HandBack(new(9, 11), TimeSpan.Zero) { MaxUnits = 1 }, Assert.Single(output.HandBacks));
        Assert.Equal([7L, 8L], output.Records.Select(record => record.Unit));
    }

    [Theory]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData('é')]
    [InlineData('漢')]
    [InlineData('\ud83d')]
    public async Task The_largest_chunk_of_the_longest_lines_fits_a_message(char letter)
    {
        var chunk = ChunkOf([.. Enumerable.Repeat("http://127.0.0.1:1/" + new string(letter, 1_000_000), UptimeWorkload.MostSites)]);
        Assert.InRange(chunk.Items.Sum(item => item.Length), 1, Limits.PageBytes);
        var output = await RunAsync(chunk);
        Assert.Null(output.FaultFor(chunk.Range));
        Assert.All(output.Records, record => Assert.Equal(Reasons.UrlTooLong, SiteRecord.Decode(record.Body).Result.Reason));
    }

    [Fact]
    public async Task The_largest_chunk_of_the_longest_urls_fits_a_message_with_all_its_notices()
    {
        const string site = "http://127.0.0.1:1/";
        var chunk = ChunkOf([.. Enumerable.Repeat(site + new string('a', UrlLine.MaxBytes - site.Length), UptimeWorkload.MostSites)]);
        var output = await RunAsync(chunk);
        Assert.Null(output.FaultFor(chunk.Range));
        Assert.Equal(UptimeWorkload.MostSites, output.Notices.Length);
    }

    [Fact]
    public void A_line_that_is_too_long_stays_too_long_and_others_stay_as_they_are()
    {
        foreach (var length in new[] { 1, 682, 683, 1023, 1024, 1025, 5000 })
        {
            var line = new string('é', length); // two bytes each
            var item = UptimeWorkload.ItemOf(line);
            if (2 * length > UrlLine.MaxBytes) Assert.InRange(item.Length, UrlLine.MaxBytes + 1, UrlLine.MaxBytes + 4);
            else Assert.Equal(line, item.AsText());
        }
    }

    [Theory]
    [InlineData(0, 64, 1, "The time limit is 00:00:00, but must be from 1 ms to 1 hour.")]
    [InlineData(4_000, 64, 1, "The time limit is 01:06:40, but must be from 1 ms to 1 hour.")]
    [InlineData(20, 0, 1, "The concurrency is 0, but must be from 1 to 4096.")]
    [InlineData(20, 64, 0, "The list has no sites.")]
    public void A_job_that_cannot_be_is_refused_with_a_sentence(int seconds, int concurrency, long items, string sentence)
    {
        var job = _workload.Encode(new(TimeSpan.FromSeconds(seconds), FollowRedirects: true, concurrency));
        Assert.Equal(sentence, Assert.Throws<BadJobException>(() => _workload.Open(job, items)).Message);
    }

    private static Chunk ChunkOf(params string[] lines) =>
        new(new(7, 7 + lines.Length), CancellationToken.None) { Items = [.. lines.Select(UptimeWorkload.ItemOf)], Worker = "anna" };

    private async Task<ChunkOutput> RunAsync(Chunk chunk)
    {
        var job = new UptimeJob(TimeSpan.FromSeconds(20), FollowRedirects: true, Concurrency: 5);
        return await _workload.Open(_workload.Encode(job), chunk.Items.Count).RunAsync(chunk);
    }
}
