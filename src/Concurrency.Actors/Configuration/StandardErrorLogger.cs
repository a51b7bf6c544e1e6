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
        var cause = log.Cause is null ? "" : $" ({log.Cause.Message})";
        Console.Error.WriteLine($"{log.LogLevel().ToString().Replace("Level", "", StringComparison.Ordinal).ToLowerInvariant()}: {log.Message}{cause}");
    }
}
