using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Jobs;

/// <summary>The exit code of who looks at a job that somebody submitted.</summary>
internal static class JobEnd
{
    /// <param name="exitCode">That of the verb which submits such a job.</param>
    /// <returns>The same; but it was not the one who looks that was interrupted.</returns>
    public static int ExitCode(int exitCode) => exitCode == ExitCodes.Cancelled ? ExitCodes.Failed : exitCode;
}
