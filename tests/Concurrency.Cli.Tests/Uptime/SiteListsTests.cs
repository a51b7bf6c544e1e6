using System.Text;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Uptime;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Tests.Uptime;

public sealed class SiteListsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concurrency-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Comments_and_blank_lines_are_skipped_and_everything_else_is_a_site()
    {
        var list = await ReadAsync("""
            # a comment
            http://a.example/#fragment

               http://b.example   
            	# an indented comment
            rubbish # and more
            ://
            """);
        Assert.Equal(["http://a.example/#fragment", "http://b.example", "rubbish # and more", "://"], list);
    }

    [Theory]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("a\rb", new[] { "a", "b" })]
    [InlineData("\ufeffa\n", new[] { "a" })]
    [InlineData("a\0b\n", new[] { "a\0b" })]
    public async Task Any_line_break_ends_a_line(string text, string[] sites) => Assert.Equal(sites, await ReadAsync(text), StringComparer.Ordinal);

    [Fact]
    public async Task Bytes_that_are_no_text_are_a_site_that_is_no_url()
    {
        var item = Assert.Single(await SiteLists.ReadAsync(["-"], new MemoryStream([0xff, 0xfe, 0xfd, 0x80, (byte)'\n']), CancellationToken.None));
        Assert.False(UrlLine.TryParse(item.AsText(), out _, out _));
    }

    [Fact]
    public async Task A_line_without_end_is_cut_and_those_after_it_are_there()
    {
        var list = await ReadAsync($"{new string('x', 5_000_000)}\nhttp://a.example");
        Assert.Equal(2, list.Count);
        Assert.InRange(list[0].Length, UrlLine.MaxBytes + 1, UrlLine.MaxBytes + 4);
        Assert.Equal("http://a.example", list[1]);
    }

    [Fact]
    public async Task Blanks_before_a_url_do_not_count()
    {
        var url = "http://a.example/" + new string('x', UrlLine.MaxBytes - 17);
        Assert.Equal(url, Assert.Single(await ReadAsync(new string(' ', 40_000) + url)));
    }

    [Fact]
    public async Task Sources_mix_in_their_order_and_repeats_stay()
    {
        var file = Path.Combine(_folder, "list");
        await File.WriteAllTextAsync(file, "http://c.example\nhttp://a.example\n");
        var list = await SiteLists.ReadAsync(
            ["http://a.example", "-", file], new MemoryStream("http://b.example"u8.ToArray()), CancellationToken.None);
        Assert.Equal(
            ["http://a.example", "http://b.example", "http://c.example", "http://a.example"],
            list.Select(item => item.AsText()),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_a_source_there_is_a_sample()
    {
        var list = await SiteLists.ReadAsync([], Stream.Null, CancellationToken.None);
        Assert.Equal(29, list.Count);
        Assert.All(list, item => Assert.True(UrlLine.TryParse(item.AsText(), out _, out _)));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named()
    {
        await RefusesAsync("no-such-file", "There is no file 'no-such-file'; name a file with one URL a line, '-' for standard input, or a URL that begins with http:// or https://.");
        await RefusesAsync(_folder, "is a folder, but must be a file with one URL a line.");
        var twice = await Assert.ThrowsAsync<RefusedException>(() => SiteLists.ReadAsync(["-", "-"], Stream.Null, CancellationToken.None));
        Assert.Equal("'-' stands there more than once, but standard input can be read only once.", twice.Message);
        var empty = Path.Combine(_folder, "empty");
        await File.WriteAllTextAsync(empty, "# nothing\n\n");
        await RefusesAsync(empty, "There is no URL in '");
    }

    [Fact]
    public async Task A_read_that_hangs_is_given_up_when_it_is_called_off()
    {
        using var source = new CancellationTokenSource();
        var hanging = new HangingStream();
        var reading = SiteLists.ReadAsync(["-"], hanging, source.Token);
        await hanging.Reading;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        hanging.LetGo();
    }

    private static async Task RefusesAsync(string source, string saying)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SiteLists.ReadAsync([source], Stream.Null, CancellationToken.None));
        Assert.Contains(saying, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadAsync(string text)
    {
        var items = await SiteLists.ReadAsync(["-"], new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);
        return [.. items.Select(item => item.AsText())];
    }

    /// <summary>As a pipe that nobody writes to: a read does not return, and the stream cannot be closed meanwhile.</summary>
    private sealed class HangingStream : MemoryStream
    {
        private readonly TaskCompletionSource _reading = new();
        private readonly ManualResetEventSlim _end = new();

        /// <summary>A read hangs now.</summary>
        public Task Reading => _reading.Task;

        public void LetGo() => _end.Set();

        public override int Read(Span<byte> buffer) => Hang();

        public override int Read(byte[] buffer, int offset, int count) => Hang();

        protected override void Dispose(bool disposing)
        {
            Assert.True(_end.IsSet, "It was closed while a read hung.");
            base.Dispose(disposing);
        }

        private int Hang()
        {
            _reading.TrySetResult();
            _end.Wait();
            return 0;
        }
    }
}
