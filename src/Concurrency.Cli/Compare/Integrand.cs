using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Compare;

/// <summary>The integrand <c>t^(x−1) e^−t</c> of a job, to be drawn: in units of the largest value that is worth drawing.</summary>
internal sealed class Integrand
{
    /// <summary>What is less than this part of the largest value is too low to be seen.</summary>
    private const double Low = 1e-3;

    /// <summary>Where the integrand is infinite at 0, the value at this part of the range is the largest that is drawn.</summary>
    private const double Beginning = 0.01;

    private readonly GammaJob _job;
    private readonly double _logLargest;

    public Integrand(GammaJob job)
    {
        _job = job;
        _logLargest = Log(job.X >= 1 ? Peak(job) : job.From > 0 ? job.From : job.To * Beginning);
    }

    /// <summary>Above 1 only near 0, where the integrand is infinite there.</summary>
    public double At(double t) => Math.Exp(Log(t) - _logLargest);

    /// <summary>The part of the job's range where the integrand is not too low to be seen.</summary>
    public static (double From, double To) Visible(GammaJob job)
    {
        var peak = Peak(job);
        // With an infinite value there is no part of it: the hill is then as wide as e^-t alone would make it.
        var integrand = job.X >= 1 || job.From > 0 ? new Integrand(job) : new Integrand(new(1, job.From, job.To, job.Steps, job.Rule));
        var from = integrand.At(job.From) >= Low ? job.From : Edge(low: job.From, high: peak);
        var to = integrand.At(job.To) >= Low ? job.To : Edge(low: job.To, high: peak);
        return from < to ? (from, to) : (job.From, job.To);

        // By halving, until it is known as exactly as it can be seen.
        double Edge(double low, double high)
        {
            while (Math.Abs(high - low) > Math.Abs(high) * 1e-3)
            {
                var middle = low + ((high - low) / 2);
                if (integrand.At(middle) >= Low) high = middle;
                else low = middle;
            }

            return high;
        }
    }

    /// <summary>Where it is largest, or nearest to it in the range.</summary>
    private static double Peak(GammaJob job) => Math.Clamp(job.X - 1, job.From, job.To);

    private double Log(double t) => _job.X == 1 ? -t : ((_job.X - 1) * Math.Log(t)) - t;
}
