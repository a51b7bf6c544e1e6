using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Compare;

/// <summary>
/// The sections that gamma is compared in: the exercise's job as it is, and the same with so many steps that there is something to compute.
/// </summary>
/// <param name="job">Of the exercise.</param>
/// <param name="slots">Of the modes that have some.</param>
/// <param name="scaledTime">What serial should take in the scaled section.</param>
/// <param name="terms">Of a run with a mode and so many slots.</param>
internal sealed class GammaContest(
    GammaJob job, IReadOnlyList<int> slots, TimeSpan scaledTime, Func<RunMode, int, RunTerms> terms, Surroundings surroundings, IContestView view)
{
    /// <summary>Enough for every way to be compiled and its threads to have started once.</summary>
    private const long WarmUpSteps = 1_000_000;

    /// <summary>The plain loop takes part in the scaled section, once, if it should be over in this time.</summary>
    private static readonly TimeSpan MostScalar = TimeSpan.FromSeconds(20);

    /// <summary>A run so near the time that was asked for is near enough.</summary>
    private const double Near = 1.4;

    /// <summary>Steps grow by no more at once: what a small job takes says little about a large one.</summary>
    private const double MostGrowth = 100;

    /// <summary>Runs to find the steps by; whatever they come to then is taken.</summary>
    private const int MostAttempts = 8;

    private readonly List<string> _notes =
    [
        "Scalar is one loop with pow and exp of the framework. Vector is the vector kernel in one loop, which is what the mode serial runs; "
            + "threads and processes run the same kernel in chunks.",
    ];

    /// <summary>What is compared, and what was done otherwise than usual, after <see cref="PrepareAsync"/>.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Runs every way once on a small job, unmeasured, and finds the steps of the scaled section.</summary>
    /// <returns>The sections, and the job of the last of them.</returns>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    /// <exception cref="RefusedException">A run failed.</exception>
    public async Task<(IReadOnlyList<Section> Sections, GammaJob Largest)> PrepareAsync()
    {
        var scalar = TimeSpan.Zero;
        var small = Scaled(Math.Min(job.Steps, WarmUpSteps));
        foreach (var entrant in Entrants(small).Append(Scalar(small)))
        {
            view.Show($"warm-up: {entrant.Way.Name}", done: 0, runs: 0);
            scalar = (await entrant.RunAsync()).Compute;
        }

        var exercise = new Section(new("exercise", "the exercise", Describe(job)), [Scalar(job), .. Entrants(job)]);
        var scaled = await CalibrateAsync();
        if (scaled.Steps <= job.Steps)
        {
            _notes.Add($"There is no scaled section: serial takes about {Amounts.Time(scaledTime.TotalSeconds)} for the exercise already, or more.");
            return ([exercise], job);
        }

        var predicted = scalar * ((double)scaled.Points / small.Points);
        IEnumerable<Entrant> plain = predicted <= MostScalar ? [Scalar(scaled) with { MostRepeats = 1 }] : [];
        if (predicted > MostScalar) _notes.Add($"The scaled section is without scalar, which would take about {Amounts.Time(predicted.TotalSeconds)} a run.");
        return ([exercise, new(new("scaled", "the scaled job", Describe(scaled)), [.. plain, .. Entrants(scaled)])], scaled);
    }

    /// <summary>The job with so many steps that serial takes about the time asked for.</summary>
    private async Task<GammaJob> CalibrateAsync()
    {
        var scaled = job;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            view.Show($"finding the steps that take serial {Amounts.Time(scaledTime.TotalSeconds)}: {Sentences.Grouped(scaled.Steps)}", done: 0, runs: 0);
            var taken = (await Runner(scaled, RunMode.Serial, 1).RunAsync()).Compute;
            var growth = Math.Min(scaledTime / TimeSpan.FromTicks(Math.Max(taken.Ticks, 1)), MostGrowth);
            // Never fewer than the exercise has; and what is already near is not worth another run.
            var steps = Math.Clamp(Math.Round(scaled.Steps * growth, MidpointRounding.AwayFromZero), job.Steps, GammaJob.MaxSteps);
            if (growth is < Near and > 1 / Near || (long)steps == scaled.Steps) break;
            scaled = Scaled((long)steps);
        }

        return scaled;
    }

    private IEnumerable<Entrant> Entrants(GammaJob compared) =>
    [
        Runner(compared, RunMode.Serial, 1),
        .. slots.Select(count => Runner(compared, RunMode.Threads, count)),
        .. slots.Select(count => Runner(compared, RunMode.Processes, count)),
    ];

    private Entrant Runner(GammaJob compared, RunMode mode, int parallelism) => new(WayOf(mode, parallelism), () =>
    {
        // A workload of its own, so that no run finds anything ready that an earlier one has made.
        var workload = new GammaWorkload();
        return JobTrial.RunAsync(
            new(workload, new(workload.Name, workload.Encode(compared), ChunkUnits: null), total => workload.Finish(compared, GammaPartial.Decode(total)).Value),
            terms(mode, parallelism),
            surroundings);
    });

    private static Way WayOf(RunMode mode, int parallelism) => new(mode.Name(), parallelism) { Title = mode == RunMode.Serial ? "vector (serial)" : null };

    private Entrant Scalar(GammaJob compared) => new(new(Way.Scalar, 1), () =>
    {
        var (began, processor) = (surroundings.Time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var value = ScalarLoop.Value(compared, surroundings.Cancelled);
        var taken = surroundings.Time.GetElapsedTime(began);
        return Task.FromResult(new Trial(TimeSpan.Zero, taken, Environment.CpuUsage.TotalTime - processor, double.IsFinite(value) ? value : null));
    });

    private GammaJob Scaled(long steps) => new(job.X, job.From, job.To, steps, job.Rule);

    private static string Describe(GammaJob job) =>
        $"t^(x-1) e^-t with x = {job.X:R} over [{job.From:R}, {job.To:R}], rule {job.Rule.Name()}, {Sentences.Counted(job.Steps, "step")}";
}
