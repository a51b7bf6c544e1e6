using System.CommandLine;
using Concurrency.Actors.Driving;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>ID</c>: the id of a job, a beginning of it that no other has, or the job's key.</summary>
internal sealed class JobArgument : Argument<string>
{
    private readonly Surroundings _surroundings;

    public JobArgument(Surroundings surroundings)
        : base("ID")
    {
        _surroundings = surroundings;
        Description = "The job's id, a beginning of it that no other has, or its key";
        CompletionSources.Add(_ => surroundings.KnownNames.Jobs);
    }

    /// <exception cref="RefusedException">There is no such job, or more than one.</exception>
    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    public async Task<JobDetails> FindAsync(ParseResult parse, IConnection connection)
    {
        var text = parse.GetValue(this)!;
        var jobs = new List<JobSummary>();
        await foreach (var job in connection.Jobs.ListAsync(_surroundings.Cancelled)) jobs.Add(job);
        return await connection.Jobs.ShowAsync(Choose(text, jobs), _surroundings.Cancelled);
    }

    /// <exception cref="RefusedException">There is no such job, or more than one.</exception>
    public static JobId Choose(string text, IReadOnlyList<JobSummary> jobs)
    {
        var exact = jobs.Where(job => Same(job.Job.Value, text) || (job.Key is { } key && Same(key, text))).ToList();
        var meant = exact.Count > 0 ? exact : [.. jobs.Where(job => Begins(job.Job.Value, text))];
        return meant switch
        {
            [var job] => job.Job,
            [] => throw new RefusedException($"There is no job {Sentences.Quoted(text)}: it never was, was deleted or forgotten, or was lost with a coordinator that kept it in memory. 'jobs list' shows those that there are."),
            _ => throw new RefusedException($"There is more than one job whose id begins with {Sentences.Quoted(text)}, such as {meant[0].Job} and {meant[1].Job}."),
        };
    }

    /// <summary>Also without the workload's name, which is before the last dash.</summary>
    private static bool Begins(string id, string text) =>
        text.Length > 0 && (id.StartsWith(text, StringComparison.Ordinal) || id[(id.LastIndexOf('-') + 1)..].StartsWith(text, StringComparison.Ordinal));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
