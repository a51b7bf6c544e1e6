namespace Concurrency.Cli.Compare;

/// <summary>Figures with as many digits as say something.</summary>
internal static class Amounts
{
    /// <param name="seconds">At least 0.</param>
    public static string Time(double seconds) => seconds switch
    {
        0 => "0 s",
        < 0.0000995 => $"{seconds * 1e6:0} µs",
        < 0.00995 => $"{seconds * 1e3:0.00} ms",
        < 0.0995 => $"{seconds * 1e3:0.0} ms",
        < 0.9995 => $"{seconds * 1e3:0} ms",
        < 9.995 => $"{seconds:0.00} s",
        < 99.95 => $"{seconds:0.0} s",
        _ => $"{seconds:0} s",
    };

    /// <summary>A ratio of times.</summary>
    public static string Factor(double factor) => factor switch
    {
        < 0.0995 => $"{factor:0.000}",
        < 9.995 => $"{factor:0.00}",
        < 99.95 => $"{factor:0.0}",
        _ => $"{factor:0}",
    };

    /// <summary>A share or an efficiency, which may be above 1.</summary>
    public static string Percent(double share) => share is > 0 and < 0.0095 ? $"{share * 100:0.0} %" : $"{share * 100:0} %";
}
