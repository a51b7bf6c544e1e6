using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace Concurrency.Actors.Configuration;

/// <summary>Writes what actors log to standard error, a line each and never a stack trace: results alone belong to standard output.</summary>
/// <remarks>Not with Akka's mailbox for loggers, which writes what is left in it at the end to standard output, whatever the level.</remarks>
public sealed class StandardErrorLogger : ReceiveActor
{
    /// <summary>Strangers have a part in some of what is logged, and so much of it is enough.</summary>
    private const int LongestLine = 400;

    /// <summary>Null for whoever wants to see everything.</summary>
    private readonly LogPace? _pace = Context.System.Settings.LogLevel is "WARNING" or "ERROR" ? new(TimeProvider.System) : null;

    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(OnLog);
    }

    private void OnLog(LogEvent log)
    {
        if (LineOf(log, _pace) is { } line) Console.Error.WriteLine(line);
    }

    /// <returns>The first line of the message, and of its cause unless that is in it; null if it is to be left out.</returns>
    internal static string? LineOf(LogEvent log, LogPace? pace)
    {
        // The one who wanted to listen there is told why that cannot be.
        if (pace is not null && $"{log.Message}".StartsWith("Failed to bind to", StringComparison.Ordinal)) return null;
        if ((pace is null ? 0 : pace.Admit(log)) is not { } leftOut) return null;
        var level = log.LogLevel().ToString().Replace("Level", "", StringComparison.Ordinal).ToLowerInvariant();
        var message = FirstLine($"{log.Message}");
        var cause = log.Cause is null || message.Contains(log.Cause.Message, StringComparison.Ordinal) ? "" : $" ({FirstLine(log.Cause.Message)})";
        var line = string.Concat($"{level}: {message}{cause}".Select(letter => IsUnseen(letter) ? ' ' : letter));
        if (line.Length > LongestLine) line = $"{line[..LongestLine]}…";
        return leftOut == 0 ? line : $"{line} ({leftOut} more of this kind since the last)";
    }

    /// <summary>What is below is a trace for the most part.</summary>
    private static string FirstLine(string text) => text.TrimStart().Split('\n', 2)[0].TrimEnd();

    private static bool IsUnseen(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
