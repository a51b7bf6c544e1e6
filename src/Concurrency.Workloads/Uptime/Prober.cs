namespace Concurrency.Workloads.Uptime;

/// <summary>Finds out whether a site is up: one HEAD, and one more for each redirect. Any number of probes may run at the same time.</summary>
public sealed class Prober : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly Connector _connector;
    private readonly HeadExchange _exchange;

    public Prober(ProberOptions? options = null)
    {
        options ??= new();
        _clock = options.Clock;
        _connector = new(options);
        _exchange = new(options.UserAgent);
    }

    /// <summary>Whatever is wrong with the line or the site is in the result, never an exception.</summary>
    /// <param name="url">A line of a user's list.</param>
    /// <param name="timeout">For the whole probe: names, connections, handshakes, answers and redirects. Above 0, at most 49 days.</param>
    /// <param name="followRedirects">Else the first answer is final.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before there was an answer.</exception>
    public async Task<ProbeResult> ProbeAsync(string url, TimeSpan timeout, bool followRedirects, CancellationToken cancelled)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        cancelled.ThrowIfCancellationRequested();
        if (!UrlLine.TryParse(url, out var uri, out var reason))
            return new(Verdict.Invalid, reason, FirstStatus: null, Status: null, Hops: 0, Downgraded: false, TimeSpan.Zero);

        var started = _clock.GetTimestamp();

        // Not a linked source, which would be ended by the system's clock and no other.
        using var limit = new CancellationTokenSource(timeout, _clock);
        using var registration = cancelled.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        var result = await WalkAsync(uri, followRedirects, limit.Token);
        if (result.Status is null) cancelled.ThrowIfCancellationRequested();
        return result with { Latency = _clock.GetElapsedTime(started) };
    }

    public void Dispose()
    {
        _exchange.Dispose();
        _connector.Dispose();
    }

    /// <summary>Asks from redirect to redirect until an answer is final.</summary>
    private async ValueTask<ProbeResult> WalkAsync(Uri uri, bool followRedirects, CancellationToken limit)
    {
        HashSet<string>? visited = null;
        var result = new ProbeResult { Verdict = Verdict.Down };
        while (true)
        {
            var answer = await AskAsync(uri, limit);
            if (answer.Status is not { } status)
                return result with { Verdict = answer.Fault is Reasons.LocalLimit ? Verdict.Unknown : Verdict.Down, Reason = answer.Fault, Status = null };

            result = result with { FirstStatus = result.FirstStatus ?? status, Status = status };
            if (status >= 400) return result with { Reason = Reasons.Http(status) };
            if (answer.Location is null || !followRedirects) return result with { Verdict = Verdict.Up };

            if (Redirects.Target(uri, answer.Location) is not { } target) return result with { Reason = Reasons.RedirectInvalid };
            visited ??= [Redirects.Key(uri)];
            if (result.Hops == Redirects.Limit || !visited.Add(Redirects.Key(target))) return result with { Reason = Reasons.RedirectLoop };

            var downgrades = uri.Scheme is "https" && target.Scheme is "http";
            result = result with { Hops = result.Hops + 1, Downgraded = result.Downgraded || downgrades };
            uri = target;
        }
    }

    private async ValueTask<Answer> AskAsync(Uri uri, CancellationToken limit)
    {
        try
        {
            var (stream, fault) = await _connector.ConnectAsync(uri, limit);
            return stream is null ? new(Status: null, Location: null, fault) : await _exchange.AskAsync(uri, stream, limit);
        }
        catch (Exception e)
        {
            return new(Status: null, Location: null, Faults.Unforeseen(e));
        }
    }
}
