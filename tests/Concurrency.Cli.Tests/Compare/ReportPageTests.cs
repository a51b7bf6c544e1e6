using System.Xml;
using System.Xml.Linq;
using Concurrency.Cli.Compare;
using Concurrency.Cli.Compare.Report;
using Concurrency.Workloads.Gamma;
using static Concurrency.Cli.Tests.Compare.Figures;

namespace Concurrency.Cli.Tests.Compare;

public class ReportPageTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Figure[] Pictures =
    [
        ErrorChart.Of([new(QuadratureRule.Left, [(1, 1), (2, 0.1), (4, 0)])]),
        ChunkChart.Of(new(6, 0, 20, 100_000), [new(new(0, 5), 7), new(new(5, 13), 9)], slots: 2),
    ];

    private static readonly Comparison Comparison = new(
        "gamma",
        [
            new(
                new("exercise", "the exercise", "a <job> & \"more\""),
                [Row(Scalar, 0.3), Row(Serial, 0.02), Row(Threads(4), 0.01, startup: 0.005), Row(new("processes", 4), 0.01, startup: 0.5)]),
            Scaled(Row(Serial, 3), Row(Threads(4), 1.5, processors: 2), Row(Threads(8), 1.5, processors: 2)),
        ],
        ["A <note>."],
        new(2, "A <processor>", "A system", ".NET", 512),
        new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void The_page_is_well_formed_and_needs_nothing_else()
    {
        var page = ReportPage.Of(Comparison, Pictures);
        Parse(page);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("2 January 2026, 03:04 UTC", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_encoded()
    {
        var page = Parse(ReportPage.Of(Comparison, Pictures)).Value;
        Assert.Contains("a <job> & \"more\"", page, StringComparison.Ordinal);
        Assert.Contains("A <processor>", page, StringComparison.Ordinal);
        Assert.Contains("A <note>.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_explained_stands_in_it()
    {
        var page = Parse(ReportPage.Of(Comparison, Pictures)).Value;
        Assert.All(Comparison.Explanation, sentence => Assert.Contains(sentence, page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_ran_less_often_is_said_so()
    {
        Assert.Contains("in each of 5 rounds", Page(Row(Serial, 3)), StringComparison.Ordinal);
        Assert.Contains("befall one as another; exercise, scalar only once.", Page(Runs(Scalar, [3]), Row(Serial, 3)), StringComparison.Ordinal);
        Assert.Contains("everything was run once, one after another", Page(Runs(Serial, [3])), StringComparison.Ordinal);

        static string Page(params IReadOnlyList<Row> rows) => Parse(ReportPage.Of(Comparison with { Sections = [Section(rows)] }, [])).Value;
    }

    [Fact]
    public void Every_section_has_its_table_and_three_charts_with_the_names_of_its_rows()
    {
        var sections = Parse(ReportPage.Of(Comparison, [])).Descendants("section").ToList();
        Assert.Equal(2, sections.Count);
        Assert.All(sections, section => Assert.Equal(3, section.Descendants(Svg + "svg").Count()));
        Assert.Equal([4, 3], sections.Select(section => section.Descendants("tbody").Elements("tr").Count()));
        Assert.All(
            sections[0].Descendants(Svg + "svg").Take(2),
            chart => Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "scalar", "serial", "threads 4", "processes 4" }, chart.Descendants(Svg + "text").Select(text => text.Value).ToHashSet(StringComparer.Ordinal)));
    }

    [Fact]
    public void Charts_take_their_colours_from_the_page_and_have_names_of_their_own()
    {
        var page = ReportPage.Of(Comparison, Pictures);
        Assert.DoesNotContain("rgb(", page, StringComparison.Ordinal);
        var names = Parse(page).Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            Parse(page).Descendants().Attributes("clip-path"),
            clip => Assert.Contains(clip.Value["url(#".Length..^1], names, StringComparer.Ordinal));
    }

    [Fact]
    public void Pictures_have_a_section_of_their_own_after_the_others_and_what_is_said_of_them()
    {
        var section = Parse(ReportPage.Of(Comparison, Pictures)).Descendants("section").Last();
        Assert.Equal(Pictures.Select(picture => picture.Caption), section.Descendants("figcaption").Select(caption => caption.Value), StringComparer.Ordinal);
        Assert.Equal(Pictures.Select(picture => picture.Remark), section.Descendants("p").Select(remark => remark.Value), StringComparer.Ordinal);
        Assert.Equal(2, section.Descendants(Svg + "svg").Count());
    }

    [Fact]
    public void The_answer_stands_first_and_the_particulars_in_a_list()
    {
        var page = Parse(ReportPage.Of(Comparison, []));
        Assert.Equal(Comparison.Explanation[0], page.Descendants("p").Single(paragraph => paragraph.Attribute("class")?.Value is "lead").Value);
        Assert.Equal([.. Comparison.Explanation.Skip(1), .. Comparison.Notes], page.Descendants("ul").First().Elements("li").Select(item => item.Value), StringComparer.Ordinal);
    }

    [Fact]
    public void Serial_alone_is_a_page_too() =>
        Parse(ReportPage.Of(Comparison with { Sections = [Section(Row(Serial, 0))] }, []));

    private static XElement Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new() { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }
}
