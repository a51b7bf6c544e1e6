using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Compare;

/// <summary>
/// The Gamma integral as the exercise's program sums it, and as anybody writes it first: one loop, one double to sum in, <c>t^(x−1) e^−t</c>
/// by two functions of the framework. It rounds at every addition, and has no value where a power is too large for a double.
/// </summary>
internal static class ScalarLoop
{
    /// <summary>To look so often, in points, whether somebody wants the end, which costs nothing that could be measured.</summary>
    private const long Look = 1 << 16;

    /// <summary>The sum times the step; not finite where it leaves the range of a double.</summary>
    /// <exception cref="OperationCanceledException">Soon after it was asked for.</exception>
    public static double Value(GammaJob job, CancellationToken cancelled)
    {
        var step = (job.To - job.From) / job.Steps;
        return job.Rule switch
        {
            QuadratureRule.Left => Left(),
            QuadratureRule.Midpoint => Midpoint(),
            QuadratureRule.Trapezoid => Trapezoid(),
            QuadratureRule.Simpson => ((2 * Midpoint()) + Trapezoid()) / 3,
            _ => throw new ArgumentOutOfRangeException(nameof(job), job.Rule, message: null),
        };

        double Left() => Sum(job.X, job.From, step, job.Steps, cancelled) * step;

        double Midpoint() => Sum(job.X, job.From + (step / 2), step, job.Steps, cancelled) * step;

        double Trapezoid() => Left() + ((Integrand(job.X, job.To) - Integrand(job.X, job.From)) * step / 2);
    }

    private static double Sum(double x, double first, double step, long points, CancellationToken cancelled)
    {
        var sum = 0.0;
        for (var point = 0L; point < points; point++)
        {
            if (point % Look == 0) cancelled.ThrowIfCancellationRequested();
            sum += Integrand(x, first + (point * step));
        }

        return sum;
    }

    private static double Integrand(double x, double t) => Math.Pow(t, x - 1) * Math.Exp(-t);
}
