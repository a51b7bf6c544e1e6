using System.Globalization;

namespace Concurrency.Cli.CommandLine;

/// <summary>Numbers as people write them: <c>10_000_000</c>, <c>1e7</c>, <c>1_000.5</c>.</summary>
internal static class Numbers
{
    /// <summary>A decimal holds so many digits without rounding.</summary>
    private const int MostCharacters = 28;

    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a finite number; an underscore may stand between two digits.</summary>
    public static bool TryReal(string text, out double number)
    {
        number = 0;
        return HasUnderscoresBetweenDigitsOnly(text)
            && double.TryParse(text.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    /// <summary>Reads a whole number; what is not exactly one, such as 1.5 or 1e30, is refused.</summary>
    public static bool TryWhole(string text, out long number)
    {
        number = 0;
        if (!HasUnderscoresBetweenDigitsOnly(text)) return false;
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > MostCharacters || !decimal.TryParse(digits, Style, CultureInfo.InvariantCulture, out var exact)) return false;
        if (exact != decimal.Truncate(exact) || exact < long.MinValue || exact > long.MaxValue) return false;
        number = (long)exact;
        return true;
    }

    private static bool HasUnderscoresBetweenDigitsOnly(string text)
    {
        for (var at = text.IndexOf('_', StringComparison.Ordinal); at >= 0; at = text.IndexOf('_', at + 1))
        {
            if (at == 0 || at == text.Length - 1 || !char.IsAsciiDigit(text[at - 1]) || !char.IsAsciiDigit(text[at + 1])) return false;
        }

        return true;
    }
}
