namespace Concurrency.Actors.Configuration;

/// <summary>A setting that cannot be: the message is one sentence that names its path, its value and what would be right.</summary>
public sealed class BadSettingException(string sentence) : Exception(sentence);
