using System.CommandLine;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary>A verb that does something with one job.</summary>
internal abstract class JobVerb : Verb
{
    private readonly ConfigurationOption _configuration;
    private readonly JobArgument _id;
    private readonly ConfiguredOption<OutputFormat> _output;
    private readonly DriverConnection _connection;

    /// <param name="formats">See <see cref="OutputOption"/>.</param>
    protected JobVerb(
        string name,
        string description,
        ConfigurationOption configuration,
        Surroundings surroundings,
        IReadOnlyList<(string Word, OutputFormat Format)> formats)
        : base(name, description)
    {
        (_configuration, Surroundings) = (configuration, surroundings);
        _id = new(surroundings);
        _output = OutputOption.Create(configuration, formats);
        Add(_id);
        Add(_output);
        _connection = new(configuration, surroundings, this);
        SetAction((parse, _) => _connection.UseAsync(parse, connection => FindAsync(parse, connection)));
    }

    public override IReadOnlyList<Example> Examples => [new($"jobs {Name} gamma-7f3a91c2{Surroundings.ExampleOfJoining}", Meaning)];

    protected Surroundings Surroundings { get; }

    /// <summary>Of the example.</summary>
    protected abstract string Meaning { get; }

    /// <summary>Does it, now that the job is found.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    protected abstract Task<int> RunAsync(JobDetails job, ParseResult parse, OutputFormat format, IConnection connection, Config configuration);

    private async Task<int> FindAsync(ParseResult parse, IConnection connection)
    {
        var configuration = _configuration.Load(parse.GetValue(_configuration));
        return await RunAsync(await _id.FindAsync(parse, connection), parse, _output.Read(parse), connection, configuration);
    }
}
