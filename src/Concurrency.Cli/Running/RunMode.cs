namespace Concurrency.Cli.Running;

/// <summary>Where the chunks of a job are run.</summary>
internal enum RunMode
{
    /// <summary>In a plain loop with no actor: the baseline that the others are compared with.</summary>
    Serial,

    /// <summary>By a worker in this process, with a thread for each slot.</summary>
    Threads,

    /// <summary>By worker processes of this machine, with one slot each, which are there for the job alone.</summary>
    Processes,

    /// <summary>By the workers of a cluster.</summary>
    Cluster,
}

internal static class RunModes
{
    public static IReadOnlyList<(string Word, RunMode Mode)> Words { get; } =
        [("serial", RunMode.Serial), ("threads", RunMode.Threads), ("processes", RunMode.Processes), ("cluster", RunMode.Cluster)];

    public static string Name(this RunMode mode) => Words.First(word => word.Mode == mode).Word;
}
