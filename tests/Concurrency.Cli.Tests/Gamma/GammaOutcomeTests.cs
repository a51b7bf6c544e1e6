using Akka.Configuration;
using Concurrency.Cli.Gamma;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Gamma;

public class GammaOutcomeTests
{
    private static readonly GammaJob Job = new(6, 0, 1000, 10_000_000);
    private static readonly long Units = GammaKernel.BlocksOf(Job);
    private static readonly GammaResult Result = new(120.00000000000001, 120, 1_703_936)
    {
        RoundingBound = 1.5e-14,
        Discretisation = 3e-20,
        TailBelow = 0,
        TailAbove = 4e-300,
    };

    [Fact]
    public void Text_says_what_was_summed_and_how()
    {
        var outcome = Outcome(JobStatus.Completed, Units) with { Result = Result };
        var text = new StringWriter { NewLine = "\n" };
        outcome.WriteText(text);
        Assert.Equal(
            """
            value      120.00000000000001
            reference  120
            error      1.4210854715202004E-14
            rounding   at most 1.5E-14 between the value and the rule
            rule       below 2E-16 between the rule and the reference
            tails      0 below the range, 4E-300 above it
            sum        t^(x-1) e^-t with x = 6 over [0, 1000], rule left, 10,000,000 steps
            time       0.500 s for 10,000,000 points, 1,703,936 of them evaluated, 3,407,872 evaluations/s
            run        mode threads, parallelism 4, 17 chunks, 2 retries

            """.ReplaceLineEndings("\n"),
            text.ToString());
        Assert.Equal((0, null), (outcome.ExitCode, outcome.Complaint));
    }

    /// <summary>Here they are true to 2^-60 of 120, some 10^-16.</summary>
    [Theory]
    [InlineData(1.23456789e-13, "1.235E-13")]
    [InlineData(-2.4e-16, "-2E-16")]
    [InlineData(-1e-17, "below 2E-16")]
    [InlineData(0.0, "0")]
    [InlineData(1.2345678901234567, "1.2345678901234567")]
    public void Text_has_the_digits_that_are_true(double discretisation, string expected)
    {
        var text = new StringWriter { NewLine = "\n" };
        (Outcome(JobStatus.Completed, Units) with { Result = Result with { Discretisation = discretisation } }).WriteText(text);
        Assert.Contains($"\nrule       {expected} between", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_counts_one_step_and_one_point()
    {
        var outcome = Outcome(JobStatus.Completed, 1) with { Job = new(6, 0, 1000, 1), Result = Result with { Points = 1 } };
        var text = new StringWriter { NewLine = "\n" };
        outcome.WriteText(text);
        Assert.Contains("rule left, 1 step\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("for 1 point, 2 evaluations/s\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_integral_itself_has_its_bound()
    {
        var job = GammaJob.Adaptive(6, 0, double.PositiveInfinity, 1e-13);
        var outcome = Outcome(JobStatus.Completed, 11) with { Job = job, Result = new(120, 120, 173) { ErrorBound = 7.5e-12 } };
        var (text, json) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        outcome.WriteText(text);
        outcome.WriteJson(json);
        Assert.StartsWith(
            """
            value      120
            reference  120
            error      0
            bound      7.5E-12
            integral   t^(x-1) e^-t with x = 6 over [0, inf), rule adaptive, tolerance 1E-13

            """.ReplaceLineEndings("\n"),
            text.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("\"to\":\"Infinity\",\"steps\":null", json.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"evaluations\":173,\"tolerance\":1E-13,\"errorBound\":7.5E-12", json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_tells_the_parts_of_an_error_apart()
    {
        var text = new StringWriter();
        (Outcome(JobStatus.Completed, Units) with { Result = Result }).WriteJson(text);
        Assert.Contains(
            "\"roundingBound\":1.5E-14,\"discretisation\":3E-20,\"tailBelow\":0,\"tailAbove\":4E-300,",
            text.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_no_double_holds_is_said_so()
    {
        var outcome = Outcome(JobStatus.Completed, Units) with { Result = new(3.5, Reference: null, Job.Points) { Remark = "Too large." } };
        var (text, json) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        outcome.WriteText(text);
        outcome.WriteJson(json);
        Assert.StartsWith("value      3.5\nreference  larger than any double\nerror      unknown\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"reference\":null,\"error\":null", json.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, "Too large."), (outcome.ExitCode, outcome.Complaint));
    }

    [Fact]
    public void A_failed_job_has_a_reason_and_no_value()
    {
        var outcome = Outcome(JobStatus.Failed, 7);
        Assert.Equal((1, "The job failed: unit 3 failed."), (outcome.ExitCode, outcome.Complaint));
        var text = new StringWriter();
        outcome.WriteJson(text);
        Assert.Contains("\"status\":\"failed\"", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"value\":null", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"failedUnits\":[{\"from\":3,\"to\":4,\"reason\":\"boom\",\"attempts\":3}]", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_job_says_how_far_it_came()
    {
        var outcome = Outcome(JobStatus.Cancelled, 68);
        Assert.Equal((130, "Cancelled after 0.500 s: 44 % of the points were summed."), (outcome.ExitCode, outcome.Complaint));
    }

    [Fact]
    public void Json_has_no_rate_where_no_time_has_passed()
    {
        var outcome = Outcome(JobStatus.Cancelled, 0);
        var text = new StringWriter();
        (outcome with { Report = outcome.Report with { Elapsed = TimeSpan.Zero } }).WriteJson(text);
        Assert.Contains("\"pointsPerSecond\":null", text.ToString(), StringComparison.Ordinal);
    }

    private static GammaOutcome Outcome(JobStatus status, long unitsDone)
    {
        var isFailed = status == JobStatus.Failed;
        FailedUnits[] failed = isFailed ? [new(UnitRange.Of(3), "boom", 3)] : [];
        var report = new JobReport(
            new("gamma-1"), status, isFailed ? "unit 3 failed" : null, Units, unitsDone, failed, 17, 2, TimeSpan.FromSeconds(0.5), default);
        return new(Job, report, new(RunMode.Threads, 4, Config.Empty), new("points", "summed", GammaKernel.PointsPerBlock, Job.Points), Result: null);
    }
}
