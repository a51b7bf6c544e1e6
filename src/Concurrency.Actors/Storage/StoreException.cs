namespace Concurrency.Actors.Storage;

/// <summary>The store cannot do what it was asked for: the message is one sentence for users, which says what is wrong and what helps.</summary>
public sealed class StoreException(string sentence, Exception? cause = null) : Exception(sentence, cause);
