using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Axes;

namespace Concurrency.Cli.Compare.Report;

/// <summary>Draws a chart into a page: an SVG whose colours are those of the page, in light as in dark.</summary>
internal static partial class ChartDrawing
{
    // The library writes colours as numbers; these stand for variables of the page's style and are put in their place.
    public static readonly OxyColor Ink = OxyColor.FromRgb(1, 0, 0);
    public static readonly OxyColor Line = OxyColor.FromRgb(2, 0, 0);
    public static readonly OxyColor First = OxyColor.FromRgb(3, 0, 0);
    public static readonly OxyColor Second = OxyColor.FromRgb(4, 0, 0);
    public static readonly OxyColor Mark = OxyColor.FromRgb(5, 0, 0);

    public static readonly OxyColor Page = OxyColor.FromRgb(6, 0, 0);

    /// <summary>Colours that can be told apart, for what there is more of than two.</summary>
    public static readonly IReadOnlyList<OxyColor> Hues = [.. Enumerable.Range(1, 8).Select(hue => OxyColor.FromRgb((byte)(10 + hue), 0, 0))];

    private static readonly (OxyColor Colour, string Variable)[] Variables =
    [
        (Ink, "ink"), (Line, "line"), (First, "first"), (Second, "second"), (Mark, "mark"), (Page, "page"),
        .. Hues.Select((colour, hue) => (colour, VariableOf(hue))),
    ];

    /// <summary>In pixels, before it is made to fit: near the width of a phone, so that text there is hardly smaller.</summary>
    private const int Width = 420;

    private const int FontSize = 13;

    /// <summary>Of the average letter in a wide font, in pixels.</summary>
    private const double WidestLetter = 8;

    /// <summary>The variable of the page's style that one of the <see cref="Hues"/> stands for.</summary>
    public static string VariableOf(int hue) => FormattableString.Invariant($"hue-{hue + 1}");

    /// <param name="longestLabel">Of the axis on the left, in letters.</param>
    public static PlotModel Model(int longestLabel) => new()
    {
        Background = OxyColors.Undefined,
        PlotAreaBorderThickness = new(0),
        PlotAreaBorderColor = Line,
        TextColor = Ink,
        DefaultFontSize = FontSize,
        Padding = new(0),
        // Fonts differ from what the library takes them for, so it is not left to find out how wide its labels are.
        PlotMargins = new(8 + (longestLabel * WidestLetter), 6, 16, 46),
    };

    /// <summary>An axis of the page's style, from 0 on.</summary>
    public static LinearAxis Axis(AxisPosition position, string title, double most) => new()
    {
        Position = position,
        Title = title,
        AxisTitleDistance = position == AxisPosition.Left ? 14 : 10,
        Minimum = 0,
        AbsoluteMinimum = 0,
        Maximum = most,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = Line,
        MinorTickSize = 0,
        TicklineColor = Line,
        AxislineColor = Line,
        TextColor = Ink,
        TitleColor = Ink,
    };

    /// <param name="name">Unlike that of any other chart on the page.</param>
    /// <param name="height">In pixels, of a width of 420.</param>
    /// <param name="label">What it shows, for those who cannot see it. Not yet encoded.</param>
    public static string Svg(PlotModel model, string name, int height, string label)
    {
        // Without it, text would hang below its line in browsers that do not know dominant-baseline.
        var svg = new SvgExporter { Width = Width, Height = height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        svg = svg.Replace(
            $"<svg width=\"{Width}\" height=\"{height}\"",
            $"<svg role=\"img\" aria-label=\"{Html.Encode(label)}\" viewBox=\"0 0 {Width} {height}\"",
            StringComparison.Ordinal);
        svg = svg.Replace("clipPath", $"{name}-", StringComparison.Ordinal).Replace($"<{name}- ", "<clipPath ", StringComparison.Ordinal)
            .Replace($"</{name}->", "</clipPath>", StringComparison.Ordinal);
        foreach (var (colour, variable) in Variables)
            svg = svg.Replace($"rgb({colour.R},{colour.G},{colour.B})", $"var(--{variable})", StringComparison.Ordinal);
        // The page's own font and colour; as attributes they could not be variables everywhere.
        return TextColoursAndFonts().Replace(svg, "");
    }

    [GeneratedRegex("(?<=<text [^>]*) (?:font-family|fill)=\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TextColoursAndFonts();
}
