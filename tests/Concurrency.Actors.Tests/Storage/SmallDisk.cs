using System.Diagnostics;

namespace Concurrency.Actors.Tests.Storage;

/// <summary>A small file system, in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk(int megabytes = 2)
    {
        if (!Mount(_folder.Name, megabytes)) throw new InvalidOperationException($"A file system could not be mounted at {_folder.Name}.");
    }

    public string Name => _folder.Name;

    private string Ballast => _folder["ballast"];

    /// <summary>Takes all the room that there is.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // That was all.
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", _folder.Name);
        _folder.Dispose();
    }

    /// <summary>Whether there can be one here.</summary>
    public static bool IsPossible()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return false;
        using var folder = new TemporaryFolder();
        return Mount(folder.Name, megabytes: 2) && Run("umount", "--lazy", folder.Name);
    }

    private static bool Mount(string folder, int megabytes) => Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>Needs to mount a file system.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool IsPossible = SmallDisk.IsPossible();

    public SmallDiskFactAttribute() => Skip = IsPossible ? null : "A file system that is soon full takes root on Linux to mount.";
}
