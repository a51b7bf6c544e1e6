using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Concurrency.Actors.Configuration;

/// <summary>Puts the configuration together, the strongest first: overrides, environment, file, overlay, reference, Akka's own.</summary>
public static class ConfigurationFiles
{
    private const string Section = "concurrency";

    /// <summary>Akka's own settings for a dispatcher: what stands there is for Akka to judge.</summary>
    private const string Free = "compute-dispatcher";

    private const int MostBytes = 1 << 20;

    private const int MostNested = 32;

    /// <param name="overlays">The names of embedded overlays, such as <c>testing</c>, divided by blanks, the strongest first; or null.</param>
    /// <param name="file">A file of the user's, or null.</param>
    /// <param name="environment">Environment variables; see the reference file for how they are named.</param>
    /// <param name="overrides">HOCON that wins over everything, or null.</param>
    /// <exception cref="BadSettingException">The file cannot be read.</exception>
    public static Config Load(string? overlays = null, string? file = null, IDictionary? environment = null, string? overrides = null)
    {
        var reference = Embedded("reference");
        var config = overrides is null ? Config.Empty : ConfigurationFactory.ParseString(overrides);
        config = config.WithFallback(FromEnvironment(environment ?? new Hashtable(), reference));
        if (file is not null) config = config.WithFallback(FromFile(file, reference));
        foreach (var overlay in overlays?.Split(' ') ?? []) config = config.WithFallback(Embedded(overlay));
        return config.WithFallback(reference).WithFallback(ConfigurationFactory.Default());
    }

    /// <summary>The environment variable that overrules a setting: <c>job.attempt-limit</c> is CONCURRENCY_JOB_ATTEMPT_LIMIT.</summary>
    /// <param name="path">The path below <c>concurrency</c>.</param>
    public static string VariableOf(string path) =>
        $"CONCURRENCY_{path.ToUpperInvariant().Replace('.', '_').Replace('-', '_')}";

    /// <summary>The paths below <c>concurrency</c> of every setting in the reference file.</summary>
    public static IEnumerable<string> Paths(Config config) =>
        Leaves(config.Root.GetChildObject(Section));

    /// <summary>One setting, to be put before a configuration.</summary>
    /// <param name="path">The path below <c>concurrency</c>.</param>
    public static Config Setting(string path, string value) => ConfigurationFactory.ParseString($"{Section}.{path} = {Quoted(value)}");

    /// <summary>An embedded overlay alone, to be put before a configuration.</summary>
    /// <exception cref="BadSettingException">There is none of that name.</exception>
    internal static Config Overlay(string name) => Embedded(name);

    private static IEnumerable<string> Leaves(HoconValue? value) => value is not null && value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves(item.Value).Select(leaf => leaf.Length == 0 ? item.Key : $"{item.Key}.{leaf}"))
        : [""];

    private static Config Embedded(string name)
    {
        using var stream = typeof(ConfigurationFiles).Assembly.GetManifestResourceStream($"hocon/{name}.conf")
            ?? throw new BadSettingException($"There is no overlay named '{name}'.");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }

    private static Config FromFile(string path, Config reference)
    {
        var text = ReadFile(path);
        // Followed, a substitution may lead back to itself and take the process down.
        if (text.Contains("${", StringComparison.Ordinal))
            throw new BadSettingException($"The configuration file '{path}' has a substitution, {Substitution(text)}; write the value itself.");
        if (Depth(text) is < 0 or > MostNested)
            throw new BadSettingException($"The configuration file '{path}' is not HOCON: its brackets do not match, or nest more than {MostNested} deep.");

        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(text);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new BadSettingException($"The configuration file '{path}' is not HOCON: {e.Message}");
        }

        foreach (var (root, value) in config.IsEmpty ? [] : config.AsEnumerable())
        {
            if (root is not (Section or "akka"))
                throw new BadSettingException($"The configuration file '{path}' has a setting '{root}', but every setting is under {Section} or akka.");
            if (root is not Section) continue;
            var unknown = Leaves(value).Except(Paths(reference), StringComparer.Ordinal)
                .FirstOrDefault(leaf => !leaf.StartsWith(Free, StringComparison.Ordinal));
            if (unknown is not null)
                throw new BadSettingException($"There is no setting '{Section}.{unknown}', which the configuration file '{path}' has; see hocon/reference.conf.");
        }

        return config.IsEmpty ? throw new BadSettingException($"The configuration file '{path}' has no settings in it.") : config;
    }

    private static string ReadFile(string path)
    {
        try
        {
            // Pipes and devices have no length; opened, they might never end.
            var length = new FileInfo(path).Length;
            return length is > 0 and <= MostBytes
                ? File.ReadAllText(path)
                : throw new BadSettingException($"The configuration file '{path}' is {(length == 0 ? "empty, or no file" : $"over {MostBytes} bytes long")}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadSettingException($"The configuration file '{path}' cannot be read: {e.Message}");
        }
    }

    private static string Substitution(string text)
    {
        var begin = text.IndexOf("${", StringComparison.Ordinal);
        var end = text.IndexOf('}', begin);
        return end < 0 ? text[begin..] : text[begin..(end + 1)];
    }

    /// <summary>How deep brackets nest, outside of strings and comments; -1 when they do not match.</summary>
    private static int Depth(string text)
    {
        var (open, deepest) = (new Stack<char>(), 0);
        var bare = Quotation().Replace(text, "");
        foreach (var letter in bare)
        {
            if (letter is '{' or '[') open.Push(letter == '{' ? '}' : ']');
            else if (letter is '}' or ']' && (!open.TryPop(out var expected) || expected != letter)) return -1;
            deepest = Math.Max(deepest, open.Count);
        }

        return open.Count == 0 ? deepest : -1;
    }

    private static Regex Quotation() => new(
        """"
        """.*?"""|"(\\.|[^"\\\n])*"|(#|//)[^\n]*
        """",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

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
