namespace Concurrency.Workloads.Uptime;

/// <summary>What is to be said of a site after a probe.</summary>
public enum Verdict
{
    /// <summary>The final answer has a status below 400.</summary>
    Up,

    /// <summary>The final answer has a status of 400 or more, or none came in time.</summary>
    Down,

    /// <summary>The line is no URL that could be asked.</summary>
    Invalid,

    /// <summary>A rule forbade to ask.</summary>
    Blocked,

    /// <summary>This machine could not ask, so nothing is known of the site.</summary>
    Unknown,
}

internal static class Verdicts
{
    /// <summary>
    /// From what was sent. A number that is none of these comes from a newer version, and a verdict of which nothing is known here is as good as
    /// none; a row or a tally that is fine in all else is not lost for it.
    /// </summary>
    public static Verdict Of(int number) => Enum.IsDefined((Verdict)number) ? (Verdict)number : Verdict.Unknown;
}
