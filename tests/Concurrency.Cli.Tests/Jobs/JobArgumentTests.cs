using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Jobs;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Jobs;

public class JobArgumentTests
{
    private static readonly JobSummary[] Known = [Of("gamma-12ab", key: null), Of("gamma-12cd", "nightly"), Of("uptime-12ab", "gamma-12")];

    [Theory]
    [InlineData("gamma-12ab", "gamma-12ab")]
    [InlineData("gamma-12c", "gamma-12cd")]
    [InlineData("12c", "gamma-12cd")]
    [InlineData("u", "uptime-12ab")]
    [InlineData("nightly", "gamma-12cd")]
    [InlineData("gamma-12", "uptime-12ab")]
    public void A_job_is_found_by_its_id_a_beginning_of_it_or_its_key(string text, string id) =>
        Assert.Equal(id, JobArgument.Choose(text, Known).Value);

    [Theory]
    [InlineData("gamma", "There is more than one job whose id begins with 'gamma', such as gamma-12ab and gamma-12cd.")]
    [InlineData("12ab", "There is more than one job whose id begins with '12ab', such as gamma-12ab and uptime-12ab.")]
    [InlineData("night", "There is no job 'night'")]
    [InlineData("", "There is no job ''")]
    public void What_names_no_job_or_several_is_refused(string text, string saying) =>
        Assert.StartsWith(saying, Assert.Throws<RefusedException>(() => JobArgument.Choose(text, Known)).Message, StringComparison.Ordinal);

    private static JobSummary Of(string id, string? key) => new(
        new(id), "gamma", key, 10, DateTimeOffset.UnixEpoch, JobStatus.Running, TakesInput: false, WaitsForReader: false, 1, 0, 0, 0, 0, TimeSpan.Zero, 0, 0);
}
