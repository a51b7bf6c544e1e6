using Concurrency.Cli.Compare;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Tests.Compare;

public class RuleErrorsTests
{
    [Fact]
    public async Task Errors_fall_with_the_order_of_the_rule()
    {
        // Neither the integrand nor its slope vanishes at the ends, so each rule shows its own order.
        var errors = await RuleErrors.OfAsync(new(3.5, 0.25, 7, 1500), CancellationToken.None);
        Assert.Equal([QuadratureRule.Left, QuadratureRule.Midpoint, QuadratureRule.Trapezoid, QuadratureRule.Simpson], errors.Select(rule => rule.Rule));
        foreach (var (rule, order) in errors.Zip([1, 2, 2, 4]))
        {
            Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], rule.Errors.Select(point => point.Steps));
            Assert.Equal(Math.Pow(2, order), rule.Errors[8].Error / rule.Errors[9].Error, Math.Pow(2, order) * 0.05);
        }
    }

    [Fact]
    public async Task A_rule_with_a_point_where_the_integrand_is_infinite_is_left_out() =>
        Assert.Equal([QuadratureRule.Midpoint], (await RuleErrors.OfAsync(new(0.5, 0, 10, 100, QuadratureRule.Midpoint), CancellationToken.None)).Select(rule => rule.Rule));

    [Fact]
    public async Task Where_there_is_no_integral_to_compare_with_there_are_no_errors() =>
        Assert.Empty(await RuleErrors.OfAsync(new(6, 1e5, 2e5, 100), CancellationToken.None));

    [Fact]
    public async Task It_stops_when_asked_to() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RuleErrors.OfAsync(new(6, 0, 10, 100), new(canceled: true)));
}
