namespace Concurrency.Cli.Uptime;

/// <summary>Completes the names of files.</summary>
internal static class FileNames
{
    /// <param name="begun">What is typed of a path, from the folder that the process is in.</param>
    /// <returns>Whole paths; that of a folder ends with the separator.</returns>
    public static IEnumerable<string> Of(string begun)
    {
        try
        {
            var folder = Path.GetDirectoryName(begun) is { Length: > 0 } given ? given : begun.StartsWith(Path.DirectorySeparatorChar) ? begun[..1] : "";
            return [.. new DirectoryInfo(folder.Length > 0 ? folder : ".").EnumerateFileSystemInfos($"{Path.GetFileName(begun)}*")
                .Select(entry => Path.Combine(folder, entry.Name) + (entry is DirectoryInfo ? Path.DirectorySeparatorChar : ""))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            return [];
        }
    }
}
