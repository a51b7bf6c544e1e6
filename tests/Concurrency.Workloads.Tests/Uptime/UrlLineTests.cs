using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

public class UrlLineTests
{
    [Theory]
    [InlineData("http://example.com", "http://example.com/")]
    [InlineData("  HTTPS://EXAMPLE.com:8443/a?b#c \r\n", "https://example.com:8443/a?b#c")]
    [InlineData("http://user:password@example.com/", "http://user:password@example.com/")]
    [InlineData("http://[::1]:80/", "http://[::1]/")]
    [InlineData("http://127.1/", "http://127.0.0.1/")]
    [InlineData("http://a_b.example./", "http://a_b.example./")]
    [InlineData("http://example.com/\U0001F600", "http://example.com/%F0%9F%98%80")]
    public void What_can_be_asked(string line, string url)
    {
        Assert.True(UrlLine.TryParse(line, out var uri, out var reason));
        Assert.Null(reason);
        Assert.Equal(url, uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://BÜCHER.example/é", "xn--bcher-kva.example")]
    [InlineData("http://Österreich.example/é", "xn--sterreich-z7a.example")]
    [InlineData("http://ÄRZTE.example/é", "xn--rzte-koa.example")]
    public void Hosts_of_other_scripts_are_put_into_ascii(string line, string host)
    {
        Assert.True(UrlLine.TryParse(line, out var uri, out _));
        Assert.Equal((host, "/%C3%A9"), (uri.IdnHost, uri.PathAndQuery));
        Assert.Equal(host, Redirects.Target(new("http://127.0.0.1/"), System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(line)))!.IdnHost);
    }

    [Theory]
    [InlineData("http://bu\u0308cher.example/")]
    [InlineData("http://ｌｏｃａｌｈｏｓｔ/")]
    [InlineData("http://a\u00adb.example/")]
    public void Hosts_that_would_be_taken_for_others_are_refused(string line) => AssertRefused(Reasons.InvalidUrl, line);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("example.com")]
    [InlineData("/path")]
    [InlineData("//example.com/")]
    [InlineData("# a comment")]
    [InlineData("http:")]
    [InlineData("http://")]
    [InlineData("http:example.com")]
    [InlineData("http:/example.com")]
    [InlineData("http:\\\\example.com")]
    [InlineData("http:///path")]
    [InlineData("http://:80/")]
    [InlineData("http://example.com:65536/")]
    [InlineData("http://example.com:-1/")]
    [InlineData("http://example.com:80:80/")]
    [InlineData("http://[::1/")]
    [InlineData("http://a..b/")]
    [InlineData("http://a@b@c/")]
    [InlineData("http://%00/")]
    [InlineData("http://exa mple.com/")]
    [InlineData("http://example.com/a b")]
    [InlineData("http://example.com/ # mine")]
    [InlineData("http://example.com/\u00A0x")]
    [InlineData("http://example.com/\tx")]
    [InlineData("http://example.com/\0")]
    [InlineData("http://example.com/\u007F")]
    [InlineData("http://example.com/\u0085x")]
    [InlineData("http://a http://b")]
    [InlineData("\uFEFFhttp://example.com/")]
    public void What_is_no_url(string line) => AssertRefused(Reasons.InvalidUrl, line);

    [Fact]
    public void Halves_of_characters_are_no_url()
    {
        // Not in a theory: the test's name could not be written down.
        AssertRefused(Reasons.InvalidUrl, "http://example.com/\uD800");
        AssertRefused(Reasons.InvalidUrl, "http://example.com/\uDC00\uD800");
        AssertRefused(Reasons.InvalidUrl, "http://\uD800.example/");
        AssertRefused(Reasons.InvalidUrl, "http://\uFFFD.example/");
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("mailto:somebody@example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("httpx://example.com/")]
    [InlineData("example.com:80")]
    public void Another_scheme(string line) => AssertRefused(Reasons.UnsupportedScheme, line);

    [Fact]
    public void Too_long_is_counted_in_bytes_of_utf8()
    {
        const string start = "http://example.com/";
        var room = UrlLine.MaxBytes - start.Length;
        Assert.True(UrlLine.TryParse(" " + start + new string('x', room) + " ", out _, out _));
        AssertRefused(Reasons.UrlTooLong, start + new string('x', room + 1));
        AssertRefused(Reasons.UrlTooLong, start + new string('é', (room / 2) + 1));
        AssertRefused(Reasons.UrlTooLong, new string('x', 10_000_000));
    }

    private static void AssertRefused(string expected, string line)
    {
        Assert.False(UrlLine.TryParse(line, out var uri, out var reason));
        Assert.Null(uri);
        Assert.Equal(expected, reason);
    }
}
