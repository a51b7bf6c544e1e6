using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Compare;

/// <summary>
/// The section that uptime is compared in: one probe at a time in each slot, as in the exercise, and one way more with as many in flight as a
/// slot usually has.
/// </summary>
/// <param name="job">With the concurrency of that last way.</param>
/// <param name="sites">One item a site.</param>
/// <param name="isTest">They are served by this process.</param>
/// <param name="slots">Of the modes that have some.</param>
/// <param name="terms">Of a run with a mode and so many slots.</param>
internal sealed class UptimeContest(
    UptimeJob job, IReadOnlyList<Payload> sites, bool isTest, IReadOnlyList<int> slots, Func<RunMode, int, RunTerms> terms, Surroundings surroundings, IContestView view)
{
    /// <summary>Of other people's sites no more than this are asked for nothing but warmth; our own can all be asked.</summary>
    private const int MostStrangers = 4;

    /// <summary>Sentences for whoever reads the figures.</summary>
    public IReadOnlyList<string> Notes { get; } = isTest
        ? ["The test sites are served by the same process, so what they take of the processors is counted too; they answer after 50 to 160 ms."]
        : [];

    /// <summary>Runs every way once on a few sites, unmeasured.</summary>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    /// <exception cref="RefusedException">A run failed.</exception>
    public async Task<Section> PrepareAsync()
    {
        foreach (var entrant in Entrants(isTest ? sites : [.. sites.Take(MostStrangers)]))
        {
            view.Show($"warm-up: {entrant.Way.Name}", done: 0, runs: 0);
            await entrant.RunAsync();
        }

        return new(new("exercise", "the exercise", Describe()), [.. Entrants(sites)]);
    }

    private IEnumerable<Entrant> Entrants(IReadOnlyList<Payload> probed)
    {
        yield return Runner(probed, RunMode.Serial, 1, concurrency: 1);
        foreach (var count in slots) yield return Runner(probed, RunMode.Threads, count, concurrency: 1);
        foreach (var count in slots) yield return Runner(probed, RunMode.Processes, count, concurrency: 1);
        if (job.Concurrency > 1) yield return Runner(probed, RunMode.Threads, Environment.ProcessorCount, job.Concurrency);
    }

    private Entrant Runner(IReadOnlyList<Payload> probed, RunMode mode, int parallelism, int concurrency) =>
        new(new(mode.Name(), parallelism, concurrency), async () =>
        {
            // A prober of its own, so that no run finds a connection that an earlier one has opened.
            using var prober = new Prober();
            var workload = new UptimeWorkload(prober);
            var parameters = workload.Encode(job with { Concurrency = concurrency });
            return await JobTrial.RunAsync(
                new(workload, new(workload.Name, parameters, ChunkUnits: null), SitesUp) { Items = probed },
                terms(mode, parallelism),
                surroundings);
        });

    private static double? SitesUp(Payload total) => UptimeTally.Decode(total).Verdicts.GetValueOrDefault(Verdict.Up);

    private string Describe() =>
        $"{Sentences.Counted(sites.Count, isTest ? "test site" : "site")}, redirects {(job.FollowRedirects ? "" : "not ")}followed, "
        + $"time limit {Sentences.WholeSeconds(job.Timeout)}; the value is how many are up";
}
