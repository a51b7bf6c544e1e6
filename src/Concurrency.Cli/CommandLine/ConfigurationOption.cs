using System.CommandLine;
using Akka.Configuration;
using Concurrency.Actors.Configuration;

namespace Concurrency.Cli.CommandLine;

/// <summary><c>--config FILE</c>, which every verb takes.</summary>
internal sealed class ConfigurationOption : Option<string?>
{
    public ConfigurationOption()
        : base("--config")
    {
        Description = "HOCON with settings that differ from the defaults; environment variables CONCURRENCY_... overrule it";
        HelpName = "FILE";
        Recursive = true;
    }

    /// <summary>The configuration with the file and the environment in it, every setting of ours checked.</summary>
    /// <exception cref="BadSettingException">The file cannot be read, or a setting cannot be.</exception>
    public Config Load(ParseResult parse, Surroundings surroundings)
    {
        var config = ConfigurationFiles.Load(file: parse.GetValue(this), environment: surroundings.Variables);
        EngineSettings.Read(config);
        return config;
    }
}
