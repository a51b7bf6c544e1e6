using System.Text.Json;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using Concurrency.Workloads.Gamma;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Gamma;

/// <summary>How a gamma job ended, for people and for programs.</summary>
/// <param name="Report">Of the job's end.</param>
/// <param name="Result">Null unless the job is complete.</param>
internal sealed record GammaOutcome(GammaJob Job, JobReport Report, RunTerms Terms, Quantity Quantity, GammaResult? Result)
{
    /// <summary>The sum times the step; null if there is none, as <see cref="Complaint"/> then says.</summary>
    public double? Value => Result?.Value;

    /// <summary>One sentence on why there is no value, or nothing to compare it with; null if there are both.</summary>
    public string? Complaint => Report.Status switch
    {
        JobStatus.Cancelled =>
            $"Cancelled after {Sentences.Seconds(Report.Elapsed)}: {Sentences.Percent(Quantity.Of(Report.UnitsDone) / Quantity.Total)} of the {Quantity.Noun} were {Quantity.Verb}.",
        JobStatus.Completed => Result?.Remark,
        _ => $"The job failed: {Report.Reason ?? "some of its units have no result"}.",
    };

    public int ExitCode =>
        Report.Status == JobStatus.Cancelled ? ExitCodes.Cancelled : Value is null ? ExitCodes.Failed : ExitCodes.Completed;

    /// <summary>With as many digits as are true.</summary>
    private string Discretisation
    {
        get
        {
            if (Result is not { Discretisation: { } error, DiscretisationBound: { } bound }) return "unknown";
            if (error == 0 || bound == 0) return error.ToString("R");
            if (Math.Abs(error) <= bound)
            {
                var most = Math.Abs(error) + bound;
                var place = Math.Pow(10, Math.Floor(Math.Log10(most)));
                return $"below {Math.Ceiling(most / place) * place:0E+0}";
            }

            var digits = Math.Clamp((int)Math.Log10(Math.Abs(error) / bound) + 1, 1, 17);
            return error.ToString($"G{digits}");
        }
    }

    /// <summary><c>x = 6 over [0, 1000], rule left, 10,000,000 steps</c></summary>
    public static string TermsOf(GammaJob job)
    {
        var end = double.IsFinite(job.To) ? $"{job.To:R}]" : "inf)";
        var measure = job.Tolerance is { } tolerance ? $"tolerance {tolerance:R}" : Sentences.Counted(job.Steps, "step");
        return $"x = {job.X:R} over [{job.From:R}, {end}, rule {job.Rule.Name()}, {measure}";
    }

    /// <summary>Writes the result for a person; there must be a value.</summary>
    public void WriteText(TextWriter output)
    {
        var retries = Report.Retries switch { 0 => "", 1 => ", 1 retry", var more => $", {Sentences.Grouped(more)} retries" };
        output.WriteLine($"value      {Value:R}");
        output.WriteLine($"reference  {Result!.Reference?.ToString("R") ?? "larger than any double"}");
        output.WriteLine($"error      {Result.Error?.ToString("R") ?? "unknown"}");
        if (Result.ErrorBound is { } bound) output.WriteLine($"bound      {bound:R}");
        if (Result.RoundingBound is { } rounding)
        {
            output.WriteLine($"rounding   at most {rounding:R} between the value and the rule");
            output.WriteLine($"rule       {Discretisation} between the rule and the reference");
            output.WriteLine($"tails      {Tail(Result.TailBelow)} below the range, {Tail(Result.TailAbove)} above it");
        }

        output.WriteLine($"{(Job.Tolerance is null ? "sum     " : "integral")}   t^(x-1) e^-t with {TermsOf(Job)}");
        var evaluated = Result.Points < Job.Points ? $", {Sentences.Grouped(Result.Points)} of them evaluated" : "";
        var rate = Report.Elapsed > TimeSpan.Zero ? $", {Sentences.Grouped(Result.Points / Report.Elapsed.TotalSeconds)} evaluations/s" : "";
        output.WriteLine($"time       {Sentences.Seconds(Report.Elapsed)} for {Sentences.Counted(Job.Points, "point")}{evaluated}{rate}");
        output.WriteLine($"run        {Terms.Description}, {Sentences.Counted(Report.Chunks, "chunk")}{retries}");
    }

    /// <summary>Writes one object on one line.</summary>
    public void WriteJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(AsObject(), GammaJson.Default.GammaObject));

    private static string Tail(double? integral) => integral?.ToString("R") ?? "more than any double";

    private GammaObject AsObject() => new()
    {
        Workload = "gamma",
        Job = Report.Job.Value,
        Status = JobObject.NameOf(Report.Status),
        Units = Report.Units,
        UnitsDone = Report.UnitsDone,
        FailedUnits = JobObject.ListOf(Report.Failed),
        Mode = Terms.Mode.Name(),
        Parallelism = Terms.Parallelism,
        Chunks = Report.Chunks,
        Retries = Report.Retries,
        ElapsedSeconds = Report.Elapsed.TotalSeconds,
        X = Job.X,
        From = Job.From,
        To = Job.To,
        Steps = Job.Rule == QuadratureRule.Adaptive ? null : Job.Steps,
        Rule = Job.Rule.Name(),
        Value = Value,
        Reference = Result is not null ? Result.Reference : GammaIntegral.Over(Job.X, Job.From, Job.To),
        Error = Result?.Error,
        Evaluations = Result?.Points,
        Tolerance = Job.Tolerance,
        ErrorBound = Result?.ErrorBound,
        RoundingBound = Result?.RoundingBound,
        Discretisation = Result?.Discretisation,
        TailBelow = Result?.TailBelow,
        TailAbove = Result?.TailAbove,
        PointsPerSecond = Quantity.Rate(Report.UnitsDone, Report.Elapsed),
    };
}
