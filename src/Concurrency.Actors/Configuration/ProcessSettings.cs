namespace Concurrency.Actors.Configuration;

/// <summary>The settings under <c>concurrency.processes</c>: of the worker processes that a driver starts for itself.</summary>
public sealed record ProcessSettings
{
    /// <summary>Before a process is started in place of one that died, where that was the second in a row; doubled with every further one.</summary>
    public required TimeSpan RestartDelay { get; init; }

    public required TimeSpan LongestRestartDelay { get; init; }

    /// <summary>So many deaths in a row are too many.</summary>
    public required int DeathLimit { get; init; }

    /// <summary>How long to wait for the first of them before that is said.</summary>
    public required TimeSpan StartPatience { get; init; }

    /// <summary>How long a process may take to end before it is killed.</summary>
    public required TimeSpan EndGrace { get; init; }
}
