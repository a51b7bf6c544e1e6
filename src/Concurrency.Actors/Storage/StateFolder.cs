using Concurrency.Actors.Gateway;

namespace Concurrency.Actors.Storage;

/// <summary>Where programs keep what they are to remember from one run to the next, when nobody names a folder.</summary>
public static class StateFolder
{
    private const string OurName = "concurrency";

    /// <summary>The folder of a seed: each has its own, by the address that others know it by.</summary>
    /// <param name="variables">The environment's.</param>
    public static string Of(HostPort seed, Func<string, string?> variables) =>
        Path.Combine(Root(variables), OurName, $"{seed.Host.Replace(':', '-')}_{seed.Port}");

    private static string Root(Func<string, string?> variables)
    {
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Application Support");
        // A relative path is to be ignored, says the XDG Base Directory Specification.
        return variables("XDG_STATE_HOME") is { } state && Path.IsPathFullyQualified(state) ? state : Path.Combine(home, ".local", "state");
    }
}
