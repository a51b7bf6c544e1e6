using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Concurrency.Cli.Compare.Report;

/// <summary>The charts of one section, as SVG.</summary>
internal sealed class Charts(SectionFigures section, int processors)
{
    private const int RowHeight = 34;

    /// <summary>Of a bar chart, for the axis below the rows.</summary>
    private const int AxisHeight = 54;

    /// <summary>In letters: a number, and the title beside it.</summary>
    private const int SpeedupLabel = 6;

    private const int SquareHeight = 300;

    /// <summary>Space right of the longest bar.</summary>
    private const double Headroom = 1.04;

    private int Height => (section.Rows.Count * RowHeight) + AxisHeight;

    /// <summary>Seconds, or milliseconds where there are only few of them.</summary>
    private (double PerSecond, string Name) Unit { get; } =
        section.Rows.Max(row => row.Whole.Max) < 1 ? (1000, "milliseconds") : (1, "seconds");

    /// <summary>Medians as bars, and from the fastest to the slowest run as whiskers.</summary>
    public string Medians()
    {
        var model = Bars(section.Rows.Max(row => row.Whole.Max));
        var bars = new BarSeries { FillColor = ChartDrawing.First, StrokeThickness = 0 };
        var whiskers = new LineSeries { Color = ChartDrawing.Ink, StrokeThickness = 1.5 };
        foreach (var (index, row) in section.Rows.Index())
        {
            bars.Items.Add(new(row.Whole.Median * Unit.PerSecond));
            var (min, max) = (row.Whole.Min * Unit.PerSecond, row.Whole.Max * Unit.PerSecond);
            whiskers.Points.AddRange(
            [
                new(min, index - 0.16), new(min, index + 0.16), DataPoint.Undefined,
                new(min, index), new(max, index), DataPoint.Undefined,
                new(max, index - 0.16), new(max, index + 0.16), DataPoint.Undefined,
            ]);
        }

        model.Series.Add(bars);
        model.Series.Add(whiskers);
        return Draw(model, "medians", Height, "Medians of the time from nothing to the result");
    }

    /// <summary>What of the time was start-up, and what the job itself.</summary>
    public string Parts()
    {
        var model = Bars(section.Rows.Max(row => row.Startup.Median + row.Compute.Median));
        var startup = new BarSeries { FillColor = ChartDrawing.Second, StrokeThickness = 0, IsStacked = true };
        var compute = new BarSeries { FillColor = ChartDrawing.First, StrokeThickness = 0, IsStacked = true };
        foreach (var row in section.Rows)
        {
            startup.Items.Add(new(row.Startup.Median * Unit.PerSecond));
            compute.Items.Add(new(row.Compute.Median * Unit.PerSecond));
        }

        model.Series.Add(startup);
        model.Series.Add(compute);
        return Draw(model, "parts", Height, "Medians of start-up and of the job itself");
    }

    /// <summary>Speed-up against slots, what it would be at best, and what the processors allow to a job that only computes.</summary>
    public string Speedups()
    {
        var rows = section.Rows.Where(row => row.Way is { IsParallel: true, Concurrency: 1 }).ToList();
        var most = rows.Max(row => row.Way.Parallelism);
        var model = ChartDrawing.Model(SpeedupLabel);
        model.Axes.Add(ChartDrawing.Axis(AxisPosition.Bottom, "slots", most * 1.03));
        model.Axes.Add(ChartDrawing.Axis(
            AxisPosition.Left, "times as fast as serial", Math.Max(Math.Min(most, processors * 2), rows.Max(row => section.Speedup(row) ?? 0)) * 1.08));
        model.Series.Add(Line(ChartDrawing.Ink, LineStyle.Dash, [new(1, 1), new(most, most)]));
        model.Series.Add(Line(ChartDrawing.Mark, LineStyle.Solid, [new(1, 1), new(Math.Min(processors, most), Math.Min(processors, most)), new(most, Math.Min(processors, most))]));
        OxyColor[] colours = [ChartDrawing.First, ChartDrawing.Second];
        foreach (var (index, mode) in rows.GroupBy(row => row.Way.Mode, StringComparer.Ordinal).Index())
        {
            var line = Line(colours[index % colours.Length], LineStyle.Solid, mode.OrderBy(row => row.Way.Parallelism).Select(row => new DataPoint(row.Way.Parallelism, section.Speedup(row) ?? 0)));
            (line.StrokeThickness, line.MarkerType, line.MarkerSize, line.MarkerFill) = (2.5, MarkerType.Circle, 4, line.Color);
            model.Series.Add(line);
        }

        return Draw(model, "speedups", SquareHeight, "Speed-up against the number of slots");
    }

    /// <summary>A row for each bar, the first on top, and an axis of time below.</summary>
    private PlotModel Bars(double most)
    {
        var model = ChartDrawing.Model(section.Rows.Max(row => row.Way.Name.Length));
        var rows = new CategoryAxis
        {
            Position = AxisPosition.Left,
            StartPosition = 1,
            EndPosition = 0,
            GapWidth = 0.6,
            TickStyle = TickStyle.None,
            TextColor = ChartDrawing.Ink,
            AxislineStyle = LineStyle.Solid,
            AxislineColor = ChartDrawing.Line,
        };
        rows.Labels.AddRange(section.Rows.Select(row => row.Way.Name));
        model.Axes.Add(rows);
        model.Axes.Add(ChartDrawing.Axis(AxisPosition.Bottom, Unit.Name, Math.Max(most, 1e-9) * Unit.PerSecond * Headroom));
        return model;
    }

    private static LineSeries Line(OxyColor colour, LineStyle style, IEnumerable<DataPoint> points)
    {
        var line = new LineSeries { Color = colour, LineStyle = style, StrokeThickness = 1.5 };
        line.Points.AddRange(points);
        return line;
    }

    private string Draw(PlotModel model, string name, int height, string label) =>
        ChartDrawing.Svg(model, $"{section.Topic.Name}-{name}", height, $"{label}, {section.Topic.Name}");
}
