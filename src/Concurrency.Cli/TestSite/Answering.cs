using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Concurrency.Cli.TestSite;

/// <summary>Answers requests for the paths of some sites, each after its latency, and for any other path at once: there is nothing.</summary>
internal sealed class Answering(IEnumerable<Site> sites, TimeProvider time) : IHttpApplication<HttpContext>
{
    private readonly FrozenDictionary<string, Answer> _answers =
        sites.SelectMany(site => site.Hops).ToFrozenDictionary(answer => answer.Path, StringComparer.Ordinal);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <exception cref="OperationCanceledException">The client went away, or the web ends; nothing is answered.</exception>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        var received = time.GetTimestamp();
        var (request, response) = (context.Request, context.Response);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (_answers.GetValueOrDefault(request.Path.Value ?? "") is { } answer)
        {
            await WaitAsync(received, answer.Latency, context.RequestAborted);
            response.StatusCode = answer.Status;
            if (answer.Location is { } location) response.Headers.Location = location;
        }
        else
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }

        var text = Encoding.UTF8.GetBytes($"{ReasonPhrases.GetReasonPhrase(response.StatusCode)}\n");
        response.ContentType = "text/plain";
        response.ContentLength = text.Length;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(text, context.RequestAborted);
    }

    private async Task WaitAsync(long received, TimeSpan latency, CancellationToken aborted)
    {
        if (latency == Timeout.InfiniteTimeSpan) await Task.Delay(latency, time, aborted);

        // A timer counts in whole milliseconds and may be a little early; the answer may not.
        for (var left = latency; left > TimeSpan.Zero; left = latency - time.GetElapsedTime(received))
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, aborted);
    }
}
