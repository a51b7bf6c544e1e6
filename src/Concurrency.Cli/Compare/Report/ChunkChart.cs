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
    private const int Label = 6;

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
        var up = ChartDrawing.Axis(AxisPosition.Left, "of the largest value", 1.05);
        (up.Minimum, up.AbsoluteMinimum) = (StripBottom, StripBottom);
        up.LabelFormatter = value => value < -1e-9 ? "" : value.ToString("0.##", CultureInfo.InvariantCulture);
        model.Axes.Add(across);
        model.Axes.Add(up);
        foreach (var chunk in chunks)
        {
            var colour = ChartDrawing.Hues[threads.IndexOf(chunk.Thread) % ChartDrawing.Hues.Count];
            var (from, to) = (Place(chunk.Range.From), Place(chunk.Range.To));
            var area = new AreaSeries { Fill = colour, Color = ChartDrawing.Page, Color2 = ChartDrawing.Page, StrokeThickness = 0 };
            foreach (var point in Curve(integrand, from, to, job.To - job.From))
            {
                area.Points.Add(point);
                area.Points2.Add(new(point.X, 0));
            }

            model.Series.Add(area);
            model.Annotations.Add(new RectangleAnnotation
            {
                MinimumX = from,
                MaximumX = to,
                MinimumY = StripBottom,
                MaximumY = StripTop,
                Fill = colour,
                Stroke = ChartDrawing.Page,
                StrokeThickness = 1,
            });
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
                + "the integrand is above a thousandth of its largest value. A chunk is carved when a thread has room, and is the smaller the less there is left.",
        };

        // Where a unit begins. The last unit may be smaller than the others.
        double Place(long unit) => job.From + ((job.To - job.From) * Math.Min(1, (double)unit * GammaKernel.PointsPerBlock / job.Points));
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
