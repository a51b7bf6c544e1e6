using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Concurrency.Cli.Compare.Report;

/// <summary>The error of each rule against the number of steps, both on logarithmic axes: a slope says how the error falls with the steps.</summary>
internal static class ErrorChart
{
    /// <summary>Half of the distance between doubles near 1: an error below it is none.</summary>
    private const double Floor = 1.1102230246251565e-16;

    private const int Height = 340;

    /// <summary>In letters: a power of ten, and the title beside it.</summary>
    private const int Label = 9;

    /// <param name="errors">At least one rule, each with one number of steps or more.</param>
    public static Figure Of(IReadOnlyList<RuleErrors> errors)
    {
        var model = ChartDrawing.Model(Label);
        var most = errors.Max(rule => rule.Errors.Max(point => point.Error));
        model.Axes.Add(Axis(AxisPosition.Bottom, "steps", 1, errors.Max(rule => rule.Errors[^1].Steps)));
        model.Axes.Add(Axis(AxisPosition.Left, "relative error", Floor / 3, Math.Max(most, Floor) * 3));
        foreach (var (index, rule) in errors.Index())
        {
            // Rules that come to the same are seen through one another: the first ones are broad, the later ones are narrow and dashed.
            var line = new LineSeries
            {
                Color = ChartDrawing.Hues[index],
                StrokeThickness = 4.5 - index,
                LineStyle = index % 2 == 0 ? LineStyle.Solid : LineStyle.Dash,
                LineJoin = LineJoin.Round,
            };
            line.Points.AddRange(rule.Errors.Select(point => new DataPoint(point.Steps, Math.Max(point.Error, Floor))));
            model.Series.Add(line);
        }

        return new(
            "Error of each rule against the number of steps",
            ChartDrawing.Svg(model, "errors", Height, "Relative error of the sum against the number of steps, for each rule"),
            [.. errors.Select((rule, index) => new Key(ChartDrawing.VariableOf(index), index % 2 == 0 ? KeyKind.Line : KeyKind.Dashes, rule.Rule.ToString().ToLowerInvariant()))])
        {
            Remark = "Of the sum against the integral, in parts of the integral. What is below 10⁻¹⁶ is drawn there: no double is nearer.",
        };
    }

    private static LogarithmicAxis Axis(AxisPosition position, string title, double least, double most) => new()
    {
        Position = position,
        Title = title,
        AxisTitleDistance = position == AxisPosition.Left ? 22 : 10,
        Minimum = least,
        Maximum = most,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = ChartDrawing.Line,
        MinorTickSize = 0,
        TicklineColor = ChartDrawing.Line,
        AxislineColor = ChartDrawing.Line,
        TextColor = ChartDrawing.Ink,
        TitleColor = ChartDrawing.Ink,
        LabelFormatter = PowerOfTen,
    };

    /// <summary><c>10⁻¹²</c></summary>
    private static string PowerOfTen(double value)
    {
        var digits = FormattableString.Invariant($"{Math.Round(Math.Log10(value))}");
        return $"10{string.Concat(digits.Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']))}";
    }
}
