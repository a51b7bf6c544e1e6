using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Uptime;

/// <summary>What users see of an uptime job: its sites as they come, and in the end what they come to.</summary>
internal sealed class UptimeOutput : IJobOutput
{
    private readonly UptimeJob _job;
    private readonly Surroundings _surroundings;
    private readonly SiteReader _sites;

    /// <param name="sites">How many there are.</param>
    /// <param name="urlOf">See <see cref="SiteReader"/>.</param>
    /// <param name="inOrder">See <see cref="SiteReader"/>.</param>
    public UptimeOutput(UptimeJob job, long sites, Func<long, string> urlOf, OutputFormat format, Surroundings surroundings, bool inOrder = true)
    {
        (_job, _surroundings) = (job, surroundings);
        _sites = new(urlOf, format, surroundings.Output, inOrder);
        Quantity = new("sites", "probed", PerUnit: 1, sites);
    }

    /// <summary><c>29 sites, each within 20.0 s, redirects followed, 64 probes a slot</c>; without the sites while their list still comes.</summary>
    public string Terms
    {
        get
        {
            var sites = Quantity.Total > 0 ? $"{Sentences.Counted(Quantity.Total, "site")}, " : "";
            return $"{sites}each within {Sentences.Seconds(_job.Timeout)}, redirects {(_job.FollowRedirects ? "followed" : "not followed")}, {Sentences.Counted(_job.Concurrency, "probe")} a slot";
        }
    }

    public Quantity Quantity { get; }

    public IRowReader Rows => _sites;

    public int End(JobReport report, RunTerms terms)
    {
        // Of a job that runs there is no total, so its sites are counted as far as they were read.
        var tally = !report.Status.IsOver() ? _sites.Tally : report.Total.IsEmpty ? UptimeTally.Zero : UptimeTally.Decode(report.Total);
        var outcome = new UptimeOutcome(_job, report, terms, Quantity, tally);
        _sites.End(outcome);
        if (outcome.Complaint is { } complaint) _surroundings.Say(complaint);
        return outcome.ExitCode;
    }
}
