using System.Runtime;

namespace Concurrency.Cli.Compare;

/// <summary>The compiler of the runtime, which makes hot code better in the background, and would be counted as work of the job that runs meanwhile.</summary>
internal static class Compilation
{
    /// <summary>More than the tenth of a second that the compiler waits for code to become hot.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    /// <summary>So often at most: what does not settle by then is measured as it is.</summary>
    private const int MostLooks = 20;

    /// <summary>Waits until nothing has been compiled for a while; some seconds at most.</summary>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    public static async Task SettleAsync(TimeProvider time, CancellationToken cancelled)
    {
        long compiled;
        var looks = 0;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            await Task.Delay(Quiet, time, cancelled);
        }
        while (JitInfo.GetCompiledMethodCount() > compiled && ++looks < MostLooks);
    }
}
