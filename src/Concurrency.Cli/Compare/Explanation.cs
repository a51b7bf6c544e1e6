using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Compare;

/// <summary>
/// Says in plain sentences what the figures show, and no more than they show: what is within the spread of the runs is not called a difference.
/// </summary>
internal sealed class Explanation
{
    /// <summary>What is said of a job that serial runs in less than <see cref="Shortest"/>.</summary>
    private const string TooSmall = "is too small to tell by: start-up and chance may decide on so little as much as the work does.";

    /// <summary>A serial run shorter than this, in seconds, is over before chance has evened out.</summary>
    private const double Shortest = 0.05;

    /// <summary>So busy a processor has next to no time to wait.</summary>
    private const double Busy = 0.8;

    /// <summary>So idle a processor does next to nothing else.</summary>
    private const double Idle = 0.2;

    /// <summary>Of the compute time: start-up below it is not worth a sentence.</summary>
    private const double Negligible = 0.05;

    /// <summary>Of a processor: what clocks and a moment's pause make of one that is always busy.</summary>
    private const double Inexact = 0.05;

    /// <summary>Of a bound: what comes so near has reached it.</summary>
    private const double Near = 0.85;

    /// <summary>Of a bound: what is so far above it has another cause than chance.</summary>
    private const double Beyond = 1.1;

    private readonly int _processors;

    /// <summary>The section with the longest job, which shows most, and the one with the shortest.</summary>
    private readonly SectionFigures _main;
    private readonly SectionFigures _small;

    private Explanation(IReadOnlyList<SectionFigures> sections, int processors)
    {
        _processors = processors;
        _main = sections.MaxBy(section => section.Serial.Whole.Median)!;
        _small = sections.MinBy(section => section.Serial.Whole.Median)!;
    }

    private bool IsTooSmall => _main.Serial.Compute.Median < Shortest;

    private bool Computes => !IsTooSmall && _main.Serial.ProcessorsUsed >= Busy;

    private bool Waits => !IsTooSmall && _main.Serial.ProcessorsUsed <= Idle;

    /// <summary>The fastest of those with one unit at a time in a slot; null if serial stands alone.</summary>
    private Row? Best => _main.Rows.Where(IsPlain).MinBy(row => row.Whole.Median);

    /// <summary>How many processors serial kept busy: one, where it is that but for the exactness of clocks.</summary>
    private double Used => Math.Abs(_main.Serial.ProcessorsUsed - 1) < Inexact ? 1 : _main.Serial.ProcessorsUsed;

    private string Processors => Sentences.Counted(_processors, "processor");

    /// <param name="sections">At least one.</param>
    /// <param name="processors">How many threads the machine runs at once.</param>
    /// <returns>
    /// First the answer, in three sentences at most: what kind of job it is, what is gained, and what is the difference between threads and processes.
    /// Then the particulars: what more slots bring, what starting costs, and what else there is to say. Never none.
    /// </returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<SectionFigures> sections, int processors)
    {
        var explanation = new Explanation(sections, processors);
        IEnumerable<string>[] said = explanation.IsTooSmall
            ? [[explanation.Kind()], explanation.Startup(), explanation.PlainLoop()]
            : [
                [explanation.Kind(), .. explanation.Gain(), .. explanation.Modes()],
                explanation.MoreSlots(),
                explanation.Asynchrony(),
                [.. explanation.Size(), .. explanation.Startup()],
                explanation.PlainLoop(),
            ];
        return [.. said.Select(sentences => string.Join(' ', sentences)).Where(sentences => sentences.Length > 0)];
    }

    private static bool IsPlain(Row row) => row.Way is { IsParallel: true, Concurrency: 1 };

    private string Kind()
    {
        if (IsTooSmall)
        {
            return $"A job of {Amounts.Time(_main.Serial.Compute.Median)} {TooSmall}";
        }

        var share = Used > 1
            ? $"serial kept {Amounts.Factor(Used)} processors busy on the average"
            : $"serial kept a processor busy {Amounts.Percent(Math.Min(1, _main.Serial.ProcessorsUsed))} of the time";
        return Computes ? $"The job is CPU-bound: {share}, so no more of it runs at once than there are processors, and there {(_processors == 1 ? "is" : "are")} {_processors}."
            : Waits ? $"The job is I/O-bound: {share} and waited for the rest, and waiting needs no processor, however many wait at once."
            : $"The job computes and waits, be it only for a processor that others use: {share}.";
    }

    private IEnumerable<string> Gain()
    {
        if (Best is not { } best) yield break;
        var contrast = Contrast.Of(best, _main.Serial);
        var among = Among(best);
        if (!contrast.IsClear) yield return $"Nothing tells the fastest of {(among.Length > 0 ? among : "the others")}, {best.Way.Name}, from serial: {contrast.Doubt}.";
        else if (contrast.Slower == best) yield return $"None{(among.Length > 0 ? $" of {among}" : "")} is faster than serial: the next, {best.Way.Name}, takes {Amounts.Factor(contrast.Ratio)} times as long.";
        else yield return $"{(among.Length > 0 ? $"Of {among}, the" : "The")} fastest, {best.Way.Name}, is {Amounts.Factor(contrast.Ratio)} times as fast as serial{Cause(contrast.Ratio, best.Way.Parallelism)}.";
    }

    /// <summary>Whose fastest it is, where another row is faster still; empty where none is.</summary>
    private string Among(Row best)
    {
        var faster = _main.Rows.Where(row => row.Way.Mode is not Way.Serial && row.Whole.Median < best.Whole.Median).ToList();
        return faster.Count == 0 ? "" : faster.TrueForAll(row => row.Way.Concurrency > 1) ? "those with one at a time" : "those in parallel with one at a time";
    }

    /// <summary>
    /// The speed-up that slots with one unit at a time in each can have at most: they are as many, and the processors do what serial takes
    /// <see cref="Used"/> of them for so many times at once.
    /// </summary>
    private double BoundOf(int slots) => Math.Min(slots, _processors / Used);

    /// <summary>What a speed-up over serial comes from, and what bounds it.</summary>
    private string Cause(double speedup, int slots)
    {
        if (!Computes)
        {
            // All its computing could be spread, and yet no more be gained than this.
            var computing = Waits ? 1 / (1 - Idle) : _processors * Beyond;
            return speedup > Math.Max(computing, _processors * Beyond) ? $", more than {Processors} could give to computing: waiting overlaps"
                : speedup > computing ? ": waiting overlaps"
                : "";
        }

        var bound = BoundOf(slots);
        var giver = slots < _processors / Used ? Sentences.Counted(slots, "slot") : Processors;
        if (speedup > bound * Beyond) return $", which is more than {giver} can explain";
        var number = bound % 1 == 0 ? $"{bound:0}" : Amounts.Factor(bound);
        return speedup >= bound * Near ? $", about the {number} that {giver} can give" : $", of the {number} that {giver} could give at most";
    }

    /// <summary>As many processes as threads: in the job itself, and in what starting them costs.</summary>
    private IEnumerable<string> Modes()
    {
        if (Fewest(RunMode.Threads) is not { } threads || Fewest(RunMode.Processes) is not { } processes) yield break;
        var contrast = Contrast.Of(threads.Started, processes.Started);
        var said = contrast.IsClear
            ? $"{Capital(contrast.Faster.Way.Name)} does the job itself {Amounts.Factor(contrast.Ratio)} times as fast as {contrast.Slower.Way.Name}"
            : $"Nothing tells {processes.Way.Name} from {threads.Way.Name} in the job itself";
        var but = contrast.IsClear && contrast.Faster.Way == threads.Way ? "and" : "but";
        yield return $"{said}, {but} the processes take {Amounts.Time(processes.Startup.Median)} to start and the threads {Amounts.Time(threads.Startup.Median)}.";

        Row? Fewest(RunMode mode) => _main.Rows.Where(row => IsPlain(row) && string.Equals(row.Way.Mode, mode.Name(), StringComparison.Ordinal)).MinBy(row => row.Way.Parallelism);
    }

    /// <summary>The least and the most slots of each mode.</summary>
    private IEnumerable<string> MoreSlots()
    {
        foreach (var mode in _main.Rows.Where(IsPlain).GroupBy(row => row.Way.Mode, StringComparer.Ordinal))
        {
            var (few, many) = (mode.MinBy(row => row.Way.Parallelism)!, mode.MaxBy(row => row.Way.Parallelism)!);
            if (few == many) continue;
            var contrast = Contrast.Of(few, many);
            var said = !contrast.IsClear ? $"Nothing tells {many.Way.Name} from {few.Way.Name}: {contrast.Doubt}"
                : contrast.Faster == many ? $"{Capital(many.Way.Name)} is {Amounts.Factor(contrast.Ratio)} times as fast as {few.Way.Name}"
                : $"{Capital(many.Way.Name)} takes {Amounts.Factor(contrast.Ratio)} times as long as {few.Way.Name}";
            var gained = contrast.IsClear && contrast.Faster == many;
            var busy = !gained && few.ProcessorsUsed >= _processors * Near ? $"; {few.Way.Name} keeps {Processors} busy already" : "";
            yield return $"{said}{busy}. {Efficiencies(few, many)}";
        }
    }

    private string Efficiencies(Row few, Row many)
    {
        var said = $"The efficiency is {Efficiency(few)} with {Sentences.Counted(few.Way.Parallelism, "slot")} and {Efficiency(many)} with {many.Way.Parallelism}";
        return Computes && many.Way.Parallelism > BoundOf(many.Way.Parallelism) ? $"{said}, where {Processors} can give about {Bound(few)} and {Bound(many)}." : $"{said}.";

        string Efficiency(Row row) => Amounts.Percent(_main.Efficiency(row) ?? 0);

        string Bound(Row row) => Amounts.Percent(BoundOf(row.Way.Parallelism) / row.Way.Parallelism);
    }

    /// <summary>Many units in flight in each slot, against one.</summary>
    private IEnumerable<string> Asynchrony()
    {
        if (_main.Rows.FirstOrDefault(row => row.Way.Concurrency > 1) is not { } many || Best is not { } best) yield break;
        var contrast = Contrast.Of(many, best);
        var flight = $"With up to {many.Way.Concurrency} in flight in each of {Sentences.Counted(many.Way.Parallelism, "slot")} it";
        var other = $"{best.Way.Name} with one each";
        var cause = Waits ? ": what only waits costs next to nothing, so more of it can be under way at once" : "";
        yield return !contrast.IsClear ? $"{flight} does no better than {other}, as far as these runs can tell: {contrast.Doubt}."
            : contrast.Faster == best ? $"{flight} takes {Amounts.Factor(contrast.Ratio)} times as long as {other}."
            : $"{flight} is {Amounts.Factor(contrast.Ratio)} times as fast as {other}{cause}.";
    }

    /// <summary>That the smaller job shows little, where the larger shows more.</summary>
    private IEnumerable<string> Size()
    {
        if (!IsTooSmall && _small.Serial.Compute.Median is var time and < Shortest)
            yield return $"{Capital(_small.Topic.Phrase)} takes serial {Amounts.Time(time)} and {TooSmall}";
    }

    /// <summary>What starting costs where the job is smallest, and where it is largest; nothing where it is next to nothing.</summary>
    private IEnumerable<string> Startup()
    {
        foreach (var mode in _small.Rows.Where(IsPlain).GroupBy(row => row.Way.Mode, StringComparer.Ordinal))
        {
            var row = mode.MinBy(row => row.Way.Parallelism)!;
            if (row.Startup.Median < Negligible * row.Compute.Median) continue;
            var said = $"Starting {row.Way.Name} took {Amounts.Time(row.Startup.Median)}, {_small.Topic.Phrase} itself {Amounts.Time(row.Compute.Median)}";
            if (_main != _small && _main.Rows.FirstOrDefault(other => other.Way == row.Way) is { } large)
                said += $"; with {_main.Topic.Phrase} it is {Amounts.Time(large.Startup.Median)} and {Amounts.Time(large.Compute.Median)}";
            yield return $"{said}.{Consequence(row)}";
        }
    }

    private string Consequence(Row row)
    {
        var (started, whole) = (Contrast.Of(row.Started, _small.Serial.Started), Contrast.Of(row, _small.Serial));
        if (!started.IsClear || started.Faster.Way != row.Way || !whole.IsClear || whole.Faster == row) return "";
        return $" So {_small.Topic.Phrase} is too small for it: once started, it is {Amounts.Factor(started.Ratio)} times as fast as serial, but with its start-up it takes {Amounts.Factor(whole.Ratio)} times as long.";
    }

    /// <summary>The loop that anybody writes, against the vector kernel in serial.</summary>
    private IEnumerable<string> PlainLoop()
    {
        if (_small.Rows.FirstOrDefault(row => row.Way.Mode is Way.Scalar) is not { } scalar) yield break;
        var (serial, contrast) = (_small.Serial, Contrast.Of(scalar, _small.Serial));
        var said = !contrast.IsClear ? $"Nothing tells the plain loop (scalar) from the vector kernel (serial): {contrast.Doubt}"
            : contrast.Faster == serial ? $"On one thread the vector kernel (serial) is {Amounts.Factor(contrast.Ratio)} times as fast as the plain loop (scalar)"
            : $"On one thread the vector kernel (serial) takes {Amounts.Factor(contrast.Ratio)} times as long as the plain loop (scalar)";
        yield return (scalar.Value, serial.Value) switch
        {
            (null, not null) => $"{said}, which has no value: its terms or their sum leave the range of a double.",
            ({ } one, { } other) when one != other && other != 0 => $"{said}, whose value differs from the exact sum's by {Math.Abs((one - other) / other):0.0e-0} of it.",
            _ => $"{said}.",
        };
    }

    private static string Capital(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
