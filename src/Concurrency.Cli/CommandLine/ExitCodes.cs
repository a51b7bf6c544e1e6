namespace Concurrency.Cli.CommandLine;

/// <summary>What the process says to whoever started it.</summary>
internal static class ExitCodes
{
    public const int Completed = 0;

    /// <summary>Bad input, or the job failed or could not run.</summary>
    public const int Failed = 1;

    /// <summary>The job completed, and found that not all is well: some site is not up.</summary>
    public const int NotAllWell = 2;

    /// <summary>A seed was put out by the others.</summary>
    public const int PutOut = 3;

    /// <summary>Cancelled by Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;
}
