namespace Concurrency.Cli.CommandLine;

/// <summary>Names that can be completed because they were seen a moment ago.</summary>
internal sealed class KnownNames
{
    /// <summary>The ids of jobs.</summary>
    public IReadOnlyList<string> Jobs { get; set; } = [];

    public IReadOnlyList<string> Workers { get; set; } = [];
}
