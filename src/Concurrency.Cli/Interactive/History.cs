using System.Text;

namespace Concurrency.Cli.Interactive;

/// <summary>The lines that were typed, the oldest first, kept in a file from one console to the next. A file that cannot be used keeps nobody from working.</summary>
/// <param name="path">Of the file; null to keep nothing.</param>
/// <param name="most">So many of the last lines are kept.</param>
internal sealed class History(string? path, int most)
{
    private readonly List<string> _lines = [.. Read(path).TakeLast(most)];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Where the file is by the user's own variables, or by the custom of the system.</summary>
    public static string PathIn(System.Collections.IDictionary variables)
    {
        var state = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : variables["XDG_STATE_HOME"] is string { Length: > 0 } given ? given : Path.Combine(variables["HOME"]?.ToString() ?? "", ".local", "state");
        return Path.Combine(state, "concurrency", "history");
    }

    /// <summary>Empty lines, and the same line twice in a row, are not worth keeping.</summary>
    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || (_lines.Count > 0 && string.Equals(_lines[^1], line, StringComparison.Ordinal))) return;
        _lines.Add(line);
        if (_lines.Count > most) _lines.RemoveAt(0);
        Append(line);
    }

    private static IEnumerable<string> Read(string? path)
    {
        try
        {
            return path is not null && File.Exists(path) ? File.ReadAllLines(path).Where(line => line.Length > 0) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Append(string line)
    {
        if (path is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Length(path) > 2 * most) Rewrite(path);
            else using (var file = Open(path, FileMode.Append)) file.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is remembered until this console ends.
        }
    }

    private static int Length(string path) => File.Exists(path) ? File.ReadLines(path).Count() : 0;

    /// <summary>Other consoles append to the file too; of what they have added meanwhile the last lines are kept as well.</summary>
    private void Rewrite(string path)
    {
        var kept = File.ReadAllLines(path).Append(_lines[^1]).TakeLast(most).ToList();
        using var file = Open(path, FileMode.Create);
        foreach (var line in kept) file.WriteLine(line);
    }

    /// <summary>For its user alone: lines may name keys and places.</summary>
    private static StreamWriter Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options);
    }
}
