using System.Globalization;
using Concurrency.Cli.CommandLine;
using Concurrency.Workloads.Gamma;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Concurrency.Cli.Compare.Report;

/// <summary>The integrand of a job, cut into the chunks of a run of it, each in the colour of the thread that ran it.</summary>
internal static class ChunkChart
{
    private const int Height = 340;

    /// <summary>In letters: a number, and the title beside it.</summary>
    private const int Label = 7;

    /// <summary>Points of a whole curve; a chunk has at least two.</summary>
    private const int Samples = 300;

    /// <summary>Below the axis there is a strip, where chunks are seen also where the integrand is next to nothing.</summary>
    private const double StripTop = -0.025;

    private const double StripBottom = -0.075;

    /// <param name="chunks">In their order; together the whole job.</param>
    /// <param name="slots">Of the run.</param>
    public static Figure Of(GammaJob job, IReadOnlyList<RunChunk> chunks, int slots)
    {
        var integrand = new Integrand(job);
        var threads = chunks.Select(chunk => chunk.Thread).Distinct().ToList();
        var model = ChartDrawing.Model(Label);
        var across = ChartDrawing.Axis(AxisPosition.Bottom, "t", job.To);
        (across.Minimum, across.AbsoluteMinimum) = (job.From, job.From);
        var up = ChartDrawing.Axis(AxisPosition.Left, "integrand, scaled", 1.05);
        (up.Minimum, up.AbsoluteMinimum) = (StripBottom, StripBottom);
        up.AxisTitleDistance = 18;
        up.LabelFormatter = value => value < -1e-9 ? "" : value.ToString("0.##", CultureInfo.InvariantCulture);
        model.Axes.Add(across);
        model.Axes.Add(up);
        foreach (var chunk in chunks)
        {
            var colour = ChartDrawing.Hues[threads.IndexOf(chunk.Thread) % ChartDrawing.Hues.Count];
            var (from, to) = (Place(chunk.Range.From), Place(chunk.Range.To));
            model.Annotations.Add(Area(colour, [new(from, 0), .. Curve(integrand, from, to, job.To - job.From), new(to, 0)]));
            model.Annotations.Add(Area(colour, [new(from, StripBottom), new(from, StripTop), new(to, StripTop), new(to, StripBottom)]));
        }

        var curve = new LineSeries { Color = ChartDrawing.Ink, StrokeThickness = 1.5 };
        curve.Points.AddRange(Curve(integrand, job.From, job.To, job.To - job.From));
        model.Series.Add(curve);

        return new(
            "The integrand, and who summed what of it",
            ChartDrawing.Svg(model, "chunks", Height, "The integrand, with the chunks of a run in the colours of the threads that ran them"),
            [.. threads.Select((_, number) => new Key(ChartDrawing.VariableOf(number % ChartDrawing.Hues.Count), KeyKind.Area, $"thread {number + 1}"))])
        {
            Remark = $"The {Sentences.Counted(chunks.Count, "chunk")} of one run with {Sentences.Counted(slots, "thread")}, of {Sentences.Grouped(job.Steps)} steps over the part of the range where "
                + $"{(job.X < 1 && job.From == 0 ? "there is something to be seen" : "the integrand is above a thousandth of its largest value")}. Chunks are carved from the left as threads have room, smaller ones towards the end.",
        };

        // Where a unit begins. The last unit may be smaller than the others.
        double Place(long unit) => job.From + ((job.To - job.From) * Math.Min(1, (double)unit * GammaKernel.PointsPerBlock / job.Points));
    }

    private static PolygonAnnotation Area(OxyColor colour, IEnumerable<DataPoint> corners)
    {
        var area = new PolygonAnnotation { Fill = colour, Stroke = ChartDrawing.Page, StrokeThickness = 0.8, LineJoin = LineJoin.Round, MinimumSegmentLength = 0, Layer = AnnotationLayer.BelowSeries };
        area.Points.AddRange(corners);
        return area;
    }

    private static IEnumerable<DataPoint> Curve(Integrand integrand, double from, double to, double whole)
    {
        var pieces = Math.Max(1, (int)Math.Ceiling(Samples * (to - from) / whole));
        for (var piece = 0; piece <= pieces; piece++)
        {
            var t = from + ((to - from) * piece / pieces);
            // It may be infinite at 0.
            yield return new(t, Math.Min(integrand.At(t), 2));
        }
    }
}
