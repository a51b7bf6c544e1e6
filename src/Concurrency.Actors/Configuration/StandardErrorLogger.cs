using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Concurrency.Actors.Configuration;

/// <summary>Writes what actors log to standard error, a line each and never a stack trace: results alone belong to standard output.</summary>
public sealed class StandardErrorLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(OnLog);
    }

    private static void OnLog(LogEvent log)
    {
        var level = log.LogLevel().ToString().Replace("Level", "", StringComparison.Ordinal).ToLowerInvariant();
        var message = $"{log.Message}";
        var cause = log.Cause is null || message.Contains(log.Cause.Message, StringComparison.Ordinal) ? "" : $" ({log.Cause.Message})";
        var line = string.Concat($"{level}: {message}{cause}".Select(letter => char.IsControl(letter) ? ' ' : letter));
        Console.Error.WriteLine(line);
    }
}
