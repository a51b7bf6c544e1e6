namespace Concurrency.Cli.CommandLine;

/// <summary>The user wanted no more of something that goes on elsewhere; the message is one sentence for the user that says so.</summary>
internal sealed class StoppedException(string sentence) : OperationCanceledException(sentence);
