using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

public class DiscretisationErrorTests
{
    /// <summary>The exact rule of the file, less the integral.</summary>
    [Fact]
    public void Is_what_lies_between_the_rule_and_the_integral()
    {
        var (found, many) = (0, 0);
        foreach (var row in References.Rows("sums.csv"))
        {
            var job = new GammaJob(References.Number(row[0]), References.Number(row[1]), References.Number(row[2]), long.Parse(row[3]), QuadratureRules.Parse(row[4]));
            var integral = GammaIntegral.ScaledOver(job.X, job.From, job.To);
            if (integral.Exponent < -1000) continue;

            var error = DiscretisationError.Of(job, integral);
            var rule = References.Exactly(row[5]);
            var off = error - (rule - integral);
            var allowed = Math.ScaleB(1, -60) * (1 + (rule / integral).ToDouble());
            Assert.True(Math.Abs((off / integral).ToDouble()) < allowed, $"{string.Join(',', row)}: {error.ToDouble():R}");
            found++;
            if (job.Steps > 1000) many++;
        }

        Assert.True(found > 600 && many > 80, $"{found} rows, {many} with many steps");
    }

    /// <summary>Far below what a double at the value could show.</summary>
    [Fact]
    public void Is_found_where_rounding_would_hide_it()
    {
        // h^4/2880 (f'''(1) − f'''(0)) with f'''(0) = −1 for f = e^−t
        var job = new GammaJob(1, 0, 1, 1_000_000, QuadratureRule.Simpson);
        var error = DiscretisationError.Of(job, GammaIntegral.ScaledOver(1, 0, 1)).ToDouble();
        var expected = 1e-24 / 2880 * (1 - 0.36787944117144233);
        Assert.Equal(1, error / expected, 1e-4);
    }
}
