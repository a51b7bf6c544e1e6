namespace Concurrency.Actors.Storage;

/// <summary>Tells in a sentence why the store could not do something.</summary>
internal static class StoreFaults
{
    /// <exception cref="StoreException">It failed, however that was.</exception>
    public static async Task<T> ToldAsync<T>(JobDatabase database, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is not (StoreException or OperationCanceledException))
        {
            throw database.Explain(fault);
        }
    }
}
