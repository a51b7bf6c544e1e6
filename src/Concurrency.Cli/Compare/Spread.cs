namespace Concurrency.Cli.Compare;

/// <summary>What several measurements of one thing came to.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    /// <param name="values">At least one. The median of an even number is the mean of the middle two.</param>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("There is no median of nothing.", nameof(values));
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }
}
