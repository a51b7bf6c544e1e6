namespace Concurrency.Cli.CommandLine;

/// <summary>The command line asks for what cannot be; the message is one sentence for the user.</summary>
internal sealed class RefusedException(string sentence) : Exception(sentence);
