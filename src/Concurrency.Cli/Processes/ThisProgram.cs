using System.Diagnostics;

namespace Concurrency.Cli.Processes;

/// <summary>How to start this very program once more.</summary>
internal static class ThisProgram
{
    private const string Name = "concurrency";

    private const string Runtime = "dotnet";

    /// <summary>With pipes for its standard streams; the environment and the folder it has from this process.</summary>
    public static ProcessStartInfo With(IEnumerable<string> arguments)
    {
        var (file, first) = Command(Environment.ProcessPath, AppContext.BaseDirectory, File.Exists);
        return new(file, first.Concat(arguments))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <param name="running">The executable of this process, which may also be one that runs tests.</param>
    /// <param name="folder">Where the program is.</param>
    /// <returns>A file to start, and arguments that come first.</returns>
    internal static (string File, IReadOnlyList<string> Arguments) Command(string? running, string folder, Func<string, bool> exists)
    {
        // The runtime that runs this can run another, while an executable would have to find its runtime first.
        if (Path.GetFileNameWithoutExtension(running) is Runtime) return (running!, [Path.Combine(folder, $"{Name}.dll")]);
        var executable = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        return exists(executable) ? (executable, []) : (Runtime, [Path.Combine(folder, $"{Name}.dll")]);
    }
}
