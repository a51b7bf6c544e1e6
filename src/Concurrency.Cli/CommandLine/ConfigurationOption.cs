using System.CommandLine;
using Akka.Configuration;
using Concurrency.Actors.Configuration;

namespace Concurrency.Cli.CommandLine;

/// <summary><c>--config FILE</c>, which every verb takes, and the configuration that comes of it.</summary>
internal sealed class ConfigurationOption : Option<string?>
{
    private readonly Surroundings _surroundings;
    private readonly Config? _console;
    private (string? File, string? Overlays, Config Config)? _loaded;

    /// <param name="console">The configuration of the console at whose prompt the verb was typed, which all its verbs have; else null.</param>
    public ConfigurationOption(Surroundings surroundings, Config? console = null)
        : base("--config")
    {
        (_surroundings, _console) = (surroundings, console);
        Description = "HOCON with settings that differ from the defaults; environment variables CONCURRENCY_... overrule it";
        HelpName = "FILE";
        Recursive = true;
    }

    /// <summary>The configuration with the file and the environment in it, every setting of the engine checked.</summary>
    /// <param name="overlays">See <see cref="ConfigurationFiles.Load"/>.</param>
    /// <exception cref="BadSettingException">The file cannot be read, or a setting cannot be.</exception>
    public Config Load(string? file, string? overlays = null)
    {
        if (_console is not null) return _console;
        if (_loaded is { } loaded && (loaded.File, loaded.Overlays) == (file, overlays)) return loaded.Config;
        var config = ConfigurationFiles.Load(overlays, file, environment: _surroundings.Variables);
        EngineSettings.Read(config);
        _loaded = (file, overlays, config);
        return config;
    }

    /// <summary>A default, which is written in the configuration as on the command line.</summary>
    /// <param name="path">Below <c>concurrency</c>.</param>
    /// <exception cref="BadSettingException">It cannot be read.</exception>
    public Written<T> Default<T>(string? file, string path, Func<string, Func<string, Reading<T>>> reader)
    {
        var setting = $"concurrency.{path}";
        var text = Load(file).GetString(setting, "");
        var reading = reader(setting)(text);
        return reading.Fault is null ? new(text, reading.Value) : throw new BadSettingException(reading.Fault);
    }
}
