using System.Globalization;

namespace Concurrency.Cli.Compare.Report;

/// <summary>The table of one section.</summary>
internal static class ReportTable
{
    private static readonly string[] Headings = ["", .. Columns.Headings, "runs", "value"];

    public static IEnumerable<string> Of(SectionFigures section) =>
    [
        "<div class=\"table\"><table>",
        $"<thead><tr>{string.Concat(Headings.Select(heading => Html.Element("th scope=\"col\"", heading)))}</tr></thead>",
        "<tbody>",
        .. section.Rows.Select(row => $"<tr>{Html.Element("th scope=\"row\"", row.Way.Name)}{string.Concat(Cells(section, row).Select(cell => Html.Element("td", cell)))}</tr>"),
        "</tbody>",
        "</table></div>",
    ];

    private static IEnumerable<string> Cells(SectionFigures section, Row row) =>
    [
        .. Columns.Of(section, row),
        row.Trials.Count.ToString(CultureInfo.InvariantCulture),
        row.Value?.ToString("R", CultureInfo.InvariantCulture) ?? "none",
    ];
}
