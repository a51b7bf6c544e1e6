using System.Reflection;

namespace Concurrency.Actors;

/// <summary>The release of this program, as people name it.</summary>
internal static class Release
{
    public static string Name { get; } =
        typeof(Release).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
}
