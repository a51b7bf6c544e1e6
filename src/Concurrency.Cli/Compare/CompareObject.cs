using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concurrency.Cli.Compare;

/// <summary>The JSON of a comparison. Times in seconds.</summary>
internal sealed record CompareObject(
    string Workload,
    DateTimeOffset Began,
    MachineObject Machine,
    IReadOnlyList<SectionObject> Sections,
    IReadOnlyList<RunObject> Runs,
    IReadOnlyList<string> Explanation,
    IReadOnlyList<string> Notes)
{
    public static CompareObject Of(Comparison comparison) => new(
        comparison.Workload,
        comparison.Began,
        new(comparison.Machine.Processors, comparison.Machine.Model, comparison.Machine.System, comparison.Machine.Framework, comparison.Machine.VectorBits),
        [.. comparison.Sections.Select(section => new SectionObject(section.Topic.Name, section.Topic.Description))],
        [.. comparison.Sections.SelectMany(section => section.Rows.Select(row => RunOf(section, row)))],
        comparison.Explanation,
        comparison.Notes);

    /// <summary>Writes one object on one line.</summary>
    public void WriteTo(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(this, CompareJson.Default.CompareObject));

    private static RunObject RunOf(SectionFigures section, Row row) => new(
        section.Topic.Name,
        row.Way.Mode,
        row.Way.Parallelism,
        row.Way.Concurrency,
        row.Trials.Count,
        row.Whole.Median,
        row.Whole.Min,
        row.Whole.Max,
        row.Startup.Median,
        row.Compute.Median,
        row.ProcessorsUsed,
        section.Speedup(row),
        section.Efficiency(row),
        row.Value);
}

/// <param name="Cores">Processors as the system counts them: how many threads can run at once.</param>
internal sealed record MachineObject(int Cores, string Processor, string System, string Framework, int VectorBits);

internal sealed record SectionObject(string Name, string Description);

/// <param name="StartupSeconds">The median, as is <paramref name="ComputeSeconds"/>; their sum need not be the median of the whole.</param>
/// <param name="ProcessorsUsed">Busy on the average, the median of the runs.</param>
internal sealed record RunObject(
    string Section,
    string Mode,
    int Parallelism,
    int Concurrency,
    int Repeats,
    double MedianSeconds,
    double MinSeconds,
    double MaxSeconds,
    double StartupSeconds,
    double ComputeSeconds,
    double ProcessorsUsed,
    double? Speedup,
    double? Efficiency,
    double? Value);

// Generated code, because finding out about types at run time would make every start slower.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompareObject))]
internal sealed partial class CompareJson : JsonSerializerContext;
