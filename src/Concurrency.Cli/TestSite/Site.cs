namespace Concurrency.Cli.TestSite;

/// <summary>One site of the web to try things on.</summary>
/// <param name="Name">What stands in its URL after the port.</param>
/// <param name="Hops">What it answers: once, or with a redirect first; empty if there is no such site.</param>
internal sealed record Site(string Name, IReadOnlyList<Answer> Hops)
{
    /// <summary>Nobody listens where its URL points to.</summary>
    public bool IsMissing => Hops.Count == 0;
}

/// <summary>The answer to a request for one path.</summary>
/// <param name="Path">With a slash before it.</param>
/// <param name="Latency">From the request to the answer; infinite if there is never to be one.</param>
/// <param name="Location">Where a redirect leads to.</param>
internal sealed record Answer(string Path, int Status, TimeSpan Latency, string? Location = null);
