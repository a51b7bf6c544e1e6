using System.CommandLine;
using System.Text.Json;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Spectre.Console;
using Spectre.Console.Rendering;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs list</c>.</summary>
internal sealed class JobsListVerb : Verb
{
    private readonly Surroundings _surroundings;
    private readonly LiveView _view;
    private readonly DriverConnection _connection;
    private readonly ConfiguredOption<OutputFormat> _output;
    private readonly LiveOption _live = new();

    public JobsListVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("list", "Lists the jobs that the coordinator knows, in the order submitted.")
    {
        (_surroundings, _view) = (surroundings, new(configuration, surroundings));
        _output = OutputOption.Create(configuration, OutputOption.OfResult);
        Add(_live);
        Add(_output);
        _connection = new(configuration, surroundings, this);
        SetAction((parse, _) => _connection.UseAsync(parse, connection => RunAsync(parse, connection)));
        Examples =
        [
            new($"jobs list{surroundings.ExampleOfJoining}", "a table"),
            new($"jobs list --live{surroundings.ExampleOfJoining}", "a table that is drawn anew until Ctrl-C"),
            new($"jobs list --output json{surroundings.ExampleOfJoining}", "one object, for a program to read"),
        ];
    }

    public override IReadOnlyList<Example> Examples { get; }

    /// <summary>The jobs as a table, for live views too.</summary>
    public static async Task<IRenderable> TableAsync(IConnection connection, TimeProvider time, CancellationToken cancelled) =>
        TableOf(await AllAsync(connection, cancelled), time.GetUtcNow());

    private async Task<int> RunAsync(ParseResult parse, IConnection connection)
    {
        var format = _output.Read(parse);
        if (_live.IsOn(parse, format)) return await _view.ShowAsync(parse, connection, cancelled => TableAsync(connection, _surroundings.Time, cancelled));
        var jobs = await AllAsync(connection, _surroundings.Cancelled);
        if (format == OutputFormat.Json)
            await _surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(new([.. jobs.Select(JobSummaryObject.Of)]), JobsJson.AsTheyAre.JobListObject));
        else if (jobs.Count == 0) _surroundings.Say("There are no jobs.");
        else TextConsole.Write(_surroundings.Output, ListTable.PlainWidth, console => console.Write(TableOf(jobs, _surroundings.Time.GetUtcNow())));
        return ExitCodes.Completed;
    }

    private static async Task<IReadOnlyList<JobSummary>> AllAsync(IConnection connection, CancellationToken cancelled)
    {
        var jobs = new List<JobSummary>();
        await foreach (var job in connection.Jobs.ListAsync(cancelled)) jobs.Add(job);
        return jobs;
    }

    private static ListTable TableOf(IEnumerable<JobSummary> jobs, DateTimeOffset now) => new(
        ["job", "status", " done", " time", " priority", "submitted", "key"],
        jobs.Select(job => (IReadOnlyList<string>)
        [
            job.Job.Value,
            JobStatusText.Of(job),
            JobStatusText.Share(job),
            Sentences.Seconds(job.Elapsed),
            Sentences.Grouped(job.Priority),
            Sentences.Ago(now - job.Submitted),
            job.Key ?? "",
        ]),
        expendable: ["priority", "submitted", "key"]);
}
