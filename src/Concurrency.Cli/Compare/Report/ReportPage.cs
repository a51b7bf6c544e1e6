using System.Globalization;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Compare.Report;

/// <summary>A comparison as one page that needs nothing else: no script, no font, no image from elsewhere. Well-formed as XML too.</summary>
internal static class ReportPage
{
    private const string Style = "compare/report.css";

    public static string Of(Comparison comparison, IReadOnlyList<Figure> pictures)
    {
        var title = $"{comparison.Workload}, serial and in parallel";
        return string.Join('\n',
        [
            "<!DOCTYPE html>",
            "<html lang=\"en\">",
            "<head>",
            "<meta charset=\"utf-8\"/>",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>",
            Html.Element("title", title),
            $"<style>\n{ReadStyle()}</style>",
            "</head>",
            "<body>",
            "<main>",
            Html.Element("h1", title),
            Html.Element("p class=\"faint\"", Where(comparison)),
            Html.Element("p class=\"lead\"", comparison.Explanation[0]),
            .. List(comparison.Explanation.Skip(1).Concat(comparison.Notes)),
            .. comparison.Sections.SelectMany(section => SectionOf(section, comparison.Machine.Processors)),
            .. Pictures(pictures),
            Html.Element("h2", "How it was measured"),
            .. List(Method(comparison)),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]);
    }

    private static string Where(Comparison comparison)
    {
        var machine = comparison.Machine;
        return $"{comparison.Began.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC · {Sentences.Counted(machine.Processors, "processor")} · {machine.Model} · "
            + $"vectors of {machine.VectorBits} bits · {machine.System} · {machine.Framework}";
    }

    private static IEnumerable<string> SectionOf(SectionFigures section, int processors)
    {
        var charts = new Charts(section, processors);
        var isParallel = section.Rows.Any(row => row.Way is { IsParallel: true, Concurrency: 1 });
        return
        [
            "<section>",
            Html.Element("h2", section.Topic.Name),
            Html.Element("p class=\"faint\"", section.Topic.Description),
            .. ReportTable.Of(section),
            "<div class=\"charts\">",
            .. new Figure("Time from nothing to the result", charts.Medians(), [new("first", KeyKind.Area, "median"), new("ink", KeyKind.Line, "fastest to slowest run")]).Lines,
            .. new Figure("Start-up and the job itself", charts.Parts(), [new("second", KeyKind.Area, "start-up"), new("first", KeyKind.Area, "the job itself")]).Lines,
            .. isParallel
                ? new Figure(
                    "Speed-up",
                    charts.Speedups(),
                    [.. Modes(section), new("ink", KeyKind.Dashes, "one for each slot"), new("mark", KeyKind.Line, $"bound of {Sentences.Counted(processors, "processor")} on computing")]).Lines
                : [],
            "</div>",
            "</section>",
        ];
    }

    private static IEnumerable<string> Pictures(IReadOnlyList<Figure> pictures) => pictures.Count == 0
        ? []
        : ["<section>", Html.Element("h2", "what is computed"), "<div class=\"charts\">", .. pictures.SelectMany(picture => picture.Lines), "</div>", "</section>"];

    private static IEnumerable<Key> Modes(SectionFigures section) =>
        section.Rows.Where(row => row.Way is { IsParallel: true, Concurrency: 1 }).Select(row => row.Way.Mode).Distinct(StringComparer.Ordinal)
            .Select((mode, index) => new Key(index % 2 == 0 ? "first" : "second", KeyKind.Line, mode));

    private static IEnumerable<string> Method(Comparison comparison) =>
    [
        "Every way was run before, unmeasured, on the same job or a smaller one, and then the runtime was given up to some seconds to compile what had become hot; start-up is that of a program that runs already.",
        $"{Rounds(comparison)} Whiskers reach from the fastest run to the slowest.",
        "No run uses what another has started. Compute is the job's own elapsed time, whether it computes or waits; start-up is all else until the result is there: "
            + "starting an engine and worker processes where there are any, handing the job in, hearing of its end. The engine's shutdown is in neither.",
        "CPUs is the processor time of all threads and worker processes divided by the time that passed: how many processors were busy on the average.",
        "The speed-up is serial's median divided by the row's, start-up included; the efficiency is the speed-up divided by the slots, and left out where a slot has several in flight at once. "
            + "Of a job that only computes it can be no more than processors/N where N slots are more than there are processors.",
    ];

    private static string Rounds(Comparison comparison)
    {
        var rows = comparison.Sections.SelectMany(section => section.Rows.Select(row => (Name: $"{section.Topic.Name}, {row.Way.Name}", Runs: row.Trials.Count))).ToList();
        var rounds = rows.Max(row => row.Runs);
        var said = rounds == 1
            ? "Then everything was run once, one after another, with garbage collected before each run"
            : $"Then everything was run once in each of {rounds} rounds, one after another, every second round in reverse, with garbage collected before each run, "
                + "so that what the machine did meanwhile was as likely to befall one as another";
        var fewer = rows.Where(row => row.Runs < rounds).Select(row => $"{row.Name} only {(row.Runs == 1 ? "once" : $"{row.Runs} times")}").ToList();
        return fewer.Count == 0 ? $"{said}." : $"{said}; {string.Join("; ", fewer)}.";
    }

    private static IEnumerable<string> List(IEnumerable<string> sentences) => ["<ul>", .. sentences.Select(sentence => Html.Element("li", sentence)), "</ul>"];

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(Style) ?? throw new InvalidOperationException($"There is no {Style} in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
