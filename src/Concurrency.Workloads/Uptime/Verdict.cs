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
