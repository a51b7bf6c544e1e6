using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Akka.Configuration;

namespace Concurrency.Actors.Configuration;

/// <summary>Puts the configuration together, the strongest first: overrides, environment, file, overlay, reference, Akka's own.</summary>
public static class ConfigurationFiles
{
    private const string Section = "concurrency";

    /// <param name="overlay">The name of an embedded overlay, such as <c>testing</c>, or null.</param>
    /// <param name="file">A file of the user's, or null.</param>
    /// <param name="environment">Environment variables; see the reference file for how they are named.</param>
    /// <param name="overrides">HOCON that wins over everything, or null.</param>
    /// <exception cref="BadSettingException">The file cannot be read.</exception>
    public static Config Load(string? overlay = null, string? file = null, IDictionary? environment = null, string? overrides = null)
    {
        var reference = Embedded("reference");
        var config = overrides is null ? Config.Empty : ConfigurationFactory.ParseString(overrides);
        config = config.WithFallback(FromEnvironment(environment ?? new Hashtable(), reference));
        if (file is not null) config = config.WithFallback(FromFile(file));
        if (overlay is not null) config = config.WithFallback(Embedded(overlay));
        return config.WithFallback(reference).WithFallback(ConfigurationFactory.Default());
    }

    /// <summary>The environment variable that overrules a setting: <c>job.attempt-limit</c> is CONCURRENCY_JOB_ATTEMPT_LIMIT.</summary>
    /// <param name="path">The path below <c>concurrency</c>.</param>
    public static string VariableOf(string path) =>
        $"CONCURRENCY_{path.ToUpperInvariant().Replace('.', '_').Replace('-', '_')}";

    /// <summary>The paths below <c>concurrency</c> of every setting in the reference file.</summary>
    public static IEnumerable<string> Paths(Config config) =>
        config.GetConfig(Section).AsEnumerable().SelectMany(entry => Leaves(entry.Key, entry.Value));

    private static IEnumerable<string> Leaves(string path, Akka.Configuration.Hocon.HoconValue value) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value))
        : [path];

    private static Config Embedded(string name)
    {
        using var stream = typeof(ConfigurationFiles).Assembly.GetManifestResourceStream($"hocon/{name}.conf")
            ?? throw new BadSettingException($"There is no overlay named '{name}'.");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }

    private static Config FromFile(string path)
    {
        try
        {
            return ConfigurationFactory.ParseString(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadSettingException($"The configuration file '{path}' cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new BadSettingException($"The configuration file '{path}' is not HOCON: {e.Message}");
        }
    }

    /// <summary>HOCON takes strings as JSON writes them.</summary>
    private static string Quoted(string? value) => $"\"{JsonEncodedText.Encode(value ?? "", JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static Config FromEnvironment(IDictionary environment, Config reference)
    {
        var lines = Paths(reference)
            .Where(path => environment.Contains(VariableOf(path)))
            .Select(path => $"{Section}.{path} = {Quoted(environment[VariableOf(path)]?.ToString())}");
        return ConfigurationFactory.ParseString(string.Join('\n', lines));
    }
}
