namespace Concurrency.Actors.Storage;

/// <summary>The store cannot do what it was asked for: the message is one sentence for users, which says what is wrong and what helps.</summary>
public class StoreException(string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    /// <summary>What was stored is gone or damaged: to ask again does not help.</summary>
    public bool IsDamage { get; init; }
}
