using Akka.Event;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Security;
using Concurrency.Actors.Workers;
using Microsoft.Extensions.Time.Testing;

namespace Concurrency.Actors.Tests.Configuration;

public class LogPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogPace _pace;

    public LogPaceTests() => _pace = new(_time);

    [Fact]
    public void What_keeps_coming_is_written_ever_more_rarely_with_how_much_was_left_out()
    {
        var written = new List<(int At, string Line)>();
        for (var tenth = 0; tenth < 3000; tenth++)
        {
            if (Line("Refused {0}.", tenth) is { } line) written.Add((tenth, line));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal([0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430], written.Select(line => line.At));
        Assert.Equal("warning: Refused 0.", written[0].Line);
        Assert.Equal("warning: Refused 10. (9 more of this kind since the last)", written[1].Line);
        Assert.Equal("warning: Refused 1230. (599 more of this kind since the last)", written[7].Line);
    }

    [Fact]
    public void After_some_quiet_it_is_news_again()
    {
        for (var tenth = 0; tenth < 100; tenth++)
        {
            Line("Refused {0}.", tenth);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.StartsWith("warning: Refused 1.", Line("Refused {0}.", 1), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("warning: Refused 2.", Line("Refused {0}.", 2));
    }

    [Fact]
    public void One_kind_does_not_hide_another()
    {
        Assert.NotNull(Line("Refused {0}.", 1));
        Assert.NotNull(Line("Closed {0}.", 1));
        Assert.Null(Line("Refused {0}.", 2));
    }

    [Fact]
    public void What_the_engine_itself_says_is_always_written()
    {
        for (var i = 0; i < 10; i++) Assert.NotNull(StandardErrorLogger.LineOf(new Warning("here", typeof(Worker), "w-1 is gone."), _pace));
    }

    [Theory]
    [InlineData("Tried to associate with unreachable remote address [{0}]. Address is now gated")]
    [InlineData("No response from remote for outbound association. Associate timed out after [3000 ms].")]
    [InlineData("No response from remote. Handshake timed out or transport failure detector triggered. (internal state was Open)")]
    [InlineData("Half-close failed on channel [{0}->{1}]; closing it outright ({2})")]
    [InlineData("Association with remote system {0} has failed; address is now gated for {1} ms. Reason is: [{2}]")]
    [InlineData("Disassociated")]
    [InlineData("Unable to REMOVE channel [{0}->{1}](Id={2}) from connection group. May not shut down cleanly.")]
    [InlineData("Cluster Node [{0}] - Marking node(s) as UNREACHABLE [{1}]. Node roles [{2}]")]
    [InlineData("Couldn't join seed nodes after [{0}] attempts, will try again. seed-nodes=[{1}]")]
    [InlineData("SBR took decision Akka.Cluster.SBR.DownUnreachable and is downing [{0}], [1] unreachable of [3] members")]
    public void What_the_nodes_say_in_a_sentence_is_not_said_by_remoting_too(string text) => Assert.Null(Line(text, 1));

    [Fact]
    public void A_line_is_one_line_without_a_trace_and_not_too_long()
    {
        var cause = new InvalidOperationException("It broke.\n   at Somewhere()");
        var log = new Error(cause, "here", typeof(Worker), $"\nBad\u001b[31m\u202e news:\n   at Elsewhere()");
        Assert.Equal("error: Bad [31m  news: (It broke.)", StandardErrorLogger.LineOf(log, _pace));
        Assert.Equal(401, StandardErrorLogger.LineOf(new Error(null, "here", typeof(Worker), new string('x', 10_000)), _pace)!.Length);
    }

    [Fact]
    public void Without_a_pace_everything_is_written()
    {
        for (var i = 0; i < 10; i++) Assert.Equal("warning: Disassociated", StandardErrorLogger.LineOf(Log("Disassociated", 1), pace: null));
    }

    private string? Line(string format, object argument) => StandardErrorLogger.LineOf(Log(format, argument), _pace);

    private static Warning Log(string format, object argument) => new("here", typeof(TlsTransport), new Said(format, argument));

    private sealed class Said(string format, object argument) : LogMessage(DefaultLogMessageFormatter.Instance, format)
    {
        public override string ToString() => Formatter.Format(Format, argument, argument, argument);

        public override string Unformatted() => Format;

        public override IEnumerable<object> Parameters() => [argument];
    }
}
