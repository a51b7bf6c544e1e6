using System.Collections;
using Concurrency.Cli.Interactive;

namespace Concurrency.Cli.Tests.Interactive;

public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("history-").FullName;

    private string File => Path.Combine(_folder, "deep", "history");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_there_in_the_next_console_but_for_empty_ones_and_repetitions()
    {
        var history = new History(File, most: 10);
        foreach (var line in new[] { "gamma 6", "gamma 6", "", "  ", "jobs list", "gamma 6" }) history.Add(line);
        Assert.Equal(["gamma 6", "jobs list", "gamma 6"], history.Lines);
        Assert.Equal(history.Lines, new History(File, most: 10).Lines);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void No_more_lines_are_kept_than_are_allowed()
    {
        var history = new History(File, most: 3);
        for (var i = 0; i < 20; i++) history.Add($"gamma {i}");
        Assert.Equal(["gamma 17", "gamma 18", "gamma 19"], history.Lines);
        Assert.Equal(history.Lines, new History(File, most: 3).Lines);
        Assert.InRange(System.IO.File.ReadLines(File).Count(), 3, 7);
    }

    [Fact]
    public void Two_consoles_add_to_one_file()
    {
        var (one, other) = (new History(File, most: 10), new History(File, most: 10));
        one.Add("gamma 1");
        other.Add("gamma 2");
        one.Add("gamma 3");
        Assert.Equal(["gamma 1", "gamma 2", "gamma 3"], new History(File, most: 10).Lines);
    }

    [Fact]
    public void A_file_that_cannot_be_written_keeps_nobody_from_working()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, "deep"), "a file where a folder should be");
        var history = new History(File, most: 10);
        history.Add("gamma 6");
        Assert.Equal(["gamma 6"], history.Lines);
    }

    [Fact]
    public void The_file_is_in_the_state_folder_of_its_user()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal("/home/anna/.local/state/concurrency/history", History.PathIn(new Hashtable { ["HOME"] = "/home/anna" }));
        Assert.Equal("/state/concurrency/history", History.PathIn(new Hashtable { ["HOME"] = "/home/anna", ["XDG_STATE_HOME"] = "/state" }));
    }
}
