using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Compare.Report;

/// <summary>Where a report goes. Tried when it is made, so that nobody measures for minutes and then cannot write.</summary>
internal sealed class ReportFile
{
    private ReportFile(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="RefusedException">No file can be written there.</exception>
    public static ReportFile At(string path)
    {
        try
        {
            var isNew = !File.Exists(path);
            using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write)) { }
            // What was there stays as it is until there is something better.
            if (isNew) File.Delete(path);
            return new(path);
        }
        catch (DirectoryNotFoundException)
        {
            throw new RefusedException($"--report is {Sentences.Quoted(path)}, but there is no such folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RefusedException(Directory.Exists(path)
                ? $"--report is {Sentences.Quoted(path)}, but that is a folder."
                : $"--report is {Sentences.Quoted(path)}, but no file can be written there: {e.Message}");
        }
    }

    /// <exception cref="IOException">It cannot be written after all.</exception>
    public void Write(string page) => File.WriteAllText(Path, page);
}
