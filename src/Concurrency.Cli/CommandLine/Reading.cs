using System.CommandLine.Parsing;

namespace Concurrency.Cli.CommandLine;

/// <summary>A value as read from the command line, or what is wrong with it.</summary>
/// <param name="Fault">One sentence for the user; null if there is a value.</param>
internal readonly record struct Reading<T>(T Value, string? Fault)
{
    public static implicit operator Reading<T>(T value) => new(value, Fault: null);
}

/// <summary>Turns what stands on the command line into values, with one kind of sentence for all that cannot be.</summary>
internal static class Readers
{
    // In the order to try: 'ms' ends with 's' too.
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    /// <param name="name">As the user knows the option or argument, such as <c>--steps</c>.</param>
    public static Func<string, Reading<double>> Real(string name) => text =>
        Numbers.TryReal(text, out var number) ? number : Bad<double>(name, text, "a finite number such as 6, 0.5 or 1e3");

    /// <summary>A finite number, or <c>inf</c>.</summary>
    public static Func<string, Reading<double>> RealOrInfinity(string name) => text =>
        Same("inf", text) ? double.PositiveInfinity
        : Numbers.TryReal(text, out var number) ? number
        : Bad<double>(name, text, "a finite number such as 6, 0.5 or 1e3, or inf");

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Func<string, Reading<long>> Whole(string name, long least, long most) => text =>
        Numbers.TryWhole(text, out var number) && number >= least && number <= most
            ? number
            : Bad<long>(name, text, $"a whole number from {Sentences.Grouped(least)} to {Sentences.Grouped(most)}{Example(most)}");

    /// <summary>A time such as <c>20s</c>, <c>500ms</c>, <c>1.5m</c> or <c>1h</c>, from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Func<string, Reading<TimeSpan>> Duration(string name, TimeSpan least, TimeSpan most) => text =>
    {
        foreach (var (unit, milliseconds) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) || !Numbers.TryReal(text[..^unit.Length].TrimEnd(), out var number)) continue;
            var time = number * milliseconds;
            if (time >= least.TotalMilliseconds && time <= most.TotalMilliseconds) return TimeSpan.FromMilliseconds(time);
        }

        return Bad<TimeSpan>(name, text, $"a time from {Written(least)} to {Written(most)}, such as 20s, 500ms or 2m");
    };

    /// <summary>One of some words, in upper or lower case.</summary>
    public static Func<string, Reading<T>> Word<T>(string name, IReadOnlyList<(string Word, T Value)> words) => text =>
    {
        foreach (var (word, value) in words)
        {
            if (Same(word, text)) return value;
        }

        return Bad<T>(name, text, $"one of {Sentences.Listed([.. words.Select(word => word.Word)])}");
    };

    /// <summary>A whole number, or null for <c>auto</c>.</summary>
    public static Func<string, Reading<long?>> OrAuto(string name, long least, long most)
    {
        var whole = Whole(name, least, most);
        return text => Same("auto", text) ? new(null, Fault: null)
            : whole(text) is { Fault: null, Value: var number } ? number
            : Bad<long?>(name, text, $"auto or a whole number from {Sentences.Grouped(least)} to {Sentences.Grouped(most)}{Example(most)}");
    }

    /// <summary>Lets the parser call the reader; a fault becomes a parse error.</summary>
    public static Func<ArgumentResult, T> AsParser<T>(this Func<string, Reading<T>> read) => result =>
    {
        var reading = read(result.Tokens.Count > 0 ? result.Tokens[0].Value : "");
        if (reading.Fault is not null) result.AddError(reading.Fault);
        return reading.Value;
    };

    public static Reading<T> Bad<T>(string name, string text, string right) =>
        new(default!, $"{name} is {Sentences.Quoted(text)}, but must be {right}.");

    private static bool Same(string word, string text) => string.Equals(word, text, StringComparison.OrdinalIgnoreCase);

    private static string Written(TimeSpan time)
    {
        var (unit, milliseconds) = Units.Last(unit => unit.Milliseconds <= time.TotalMilliseconds);
        return $"{time.TotalMilliseconds / milliseconds}{unit}";
    }

    private static string Example(long most) => most >= 10_000_000 ? ", such as 10_000_000 or 1e7" : "";
}
