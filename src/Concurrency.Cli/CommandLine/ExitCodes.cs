namespace Concurrency.Cli.CommandLine;

/// <summary>What the process says to whoever started it.</summary>
internal static class ExitCodes
{
    public const int Completed = 0;

    /// <summary>Bad input, or the job failed or could not run.</summary>
    public const int Failed = 1;

    /// <summary>Cancelled by Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;
}
