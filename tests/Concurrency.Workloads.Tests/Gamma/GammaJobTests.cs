using System.Text.Json;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma;
using Concurrency.Workloads.Gamma.Adaptive;

namespace Concurrency.Workloads.Tests.Gamma;

public class GammaJobTests
{
    [Theory]
    [InlineData(0.0, 0.0, 1.0, 1, "x is 0,")]
    [InlineData(171.5, 0.0, 1.0, 1, "x is 171.5,")]
    [InlineData(double.NaN, 0.0, 1.0, 1, "x is NaN,")]
    [InlineData(2.0, -1.0, 1.0, 1, "from is -1,")]
    [InlineData(2.0, double.NaN, 1.0, 1, "from is NaN,")]
    [InlineData(2.0, 0.0, double.PositiveInfinity, 1, "to is Infinity,")]
    [InlineData(2.0, 5.0, 5.0, 1, "above from, which is 5")]
    [InlineData(2.0, 0.0, 1.0, 0, "steps is 0,")]
    [InlineData(2.0, 0.0, 1.0, GammaJob.MaxSteps + 1, "from 1 to 1000000000000000")]
    public void A_bad_value_is_named(double x, double from, double to, long steps, string named)
    {
        var refusal = Assert.Throws<BadJobException>(() => new GammaJob(x, from, to, steps));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_and_a_tolerance_exclude_each_other()
    {
        AssertRefused("steps is 5, but the rule adaptive chooses", () => new(6, 0, 1, 5, QuadratureRule.Adaptive, 1e-9));
        AssertRefused("tolerance is 1E-09, but the rule simpson takes none", () => new(6, 0, 1, 5, QuadratureRule.Simpson, 1e-9));
        AssertRefused("tolerance is missing, but must be", () => new(6, 0, 1, 0, QuadratureRule.Adaptive));
        AssertRefused("tolerance is 2E-16, but must be from 2.3E-16", () => GammaJob.Adaptive(6, 0, 1, 2e-16));
        AssertRefused("tolerance is NaN, but must be", () => GammaJob.Adaptive(6, 0, 1, double.NaN));
        AssertRefused("to is -Infinity, but must be", () => GammaJob.Adaptive(6, 0, double.NegativeInfinity, 1e-9));
        AssertRefused("to is NaN, but must be", () => GammaJob.Adaptive(6, 0, double.NaN, 1e-9));
        AssertRefused("x is 1E-301, but must be at least 1E-300", () => GammaJob.Adaptive(1e-301, 0, 1, 1e-9));

        static void AssertRefused(string sentence, Func<GammaJob> create) =>
            Assert.StartsWith(sentence, Assert.Throws<BadJobException>(create).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(QuadratureRule.Left)]
    [InlineData(QuadratureRule.Trapezoid)]
    [InlineData(QuadratureRule.Simpson)]
    public void A_point_where_the_integrand_is_infinite_is_refused(QuadratureRule rule)
    {
        Assert.Contains("use midpoint", Assert.Throws<BadJobException>(() => new GammaJob(0.5, 0, 1, 10, rule)).Message, StringComparison.Ordinal);
        Assert.Equal(10, new GammaJob(0.5, 0, 1, 10, QuadratureRule.Midpoint).Points);
        Assert.Equal(rule, new GammaJob(0.5, 1e-300, 1, 10, rule).Rule);
    }

    [Fact]
    public void Rules_have_names()
    {
        foreach (var rule in Enum.GetValues<QuadratureRule>()) Assert.Equal(rule, QuadratureRules.Parse(rule.Name()));
        Assert.Contains("left, midpoint, trapezoid, simpson", Assert.Throws<BadJobException>(() => QuadratureRules.Parse("romberg")).Message, StringComparison.Ordinal);
        Assert.Throws<BadJobException>(() => new GammaJob(1, 0, 1, 1, (QuadratureRule)9));
    }

    [Fact]
    public void A_job_travels()
    {
        var workload = new GammaWorkload();
        var job = new GammaJob(6.5, 0.1, 1e300, 123_456_789_012, QuadratureRule.Simpson);
        var payload = workload.Encode(job);
        Assert.Equal(job, JsonSerializer.Deserialize<GammaJob>(payload.Span));
        Assert.Equal(((job.Points - 1) / GammaKernel.PointsPerBlock) + 1, workload.Open(payload, 0).Units);
    }

    [Fact]
    public void A_job_without_an_end_travels()
    {
        var workload = new GammaWorkload();
        var job = GammaJob.Adaptive(0.5, 0, double.PositiveInfinity, 1e-13);
        var payload = workload.Encode(job);
        Assert.Equal(job, JsonSerializer.Deserialize<GammaJob>(payload.Span));
        Assert.Equal(((job.Points - 1) / AdaptiveQuadrature.PointsPerBlock) + 1, workload.Open(payload, 0).Units);
    }

    [Fact]
    public void Parameters_from_before_there_was_a_tolerance_are_read()
    {
        const string Parameters = """{"X":2,"From":0,"To":1,"Steps":5,"Rule":"Left"}""";
        Assert.Equal(new(2, 0, 1, 5), new GammaWorkload().Decode(Payload.FromText(Parameters)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"X":-1,"From":0,"To":1,"Steps":5,"Rule":"Left"}""")]
    [InlineData("""{"X":2,"From":0,"To":1,"Steps":5,"Rule":"Romberg"}""")]
    public void Bad_parameters_are_refused(string parameters) =>
        Assert.Throws<BadJobException>(() => new GammaWorkload().Open(Payload.FromText(parameters), 0));

    [Fact]
    public void Input_items_are_refused()
    {
        var workload = new GammaWorkload();
        Assert.Throws<BadJobException>(() => workload.Open(workload.Encode(new(2, 0, 1, 5)), 3));
    }
}
