namespace Concurrency.Actors.Storage;

/// <summary>
/// Threads of the shared pool for those who wait for a disk while they have one, such as callers of SQLite; no more than so many at a time, since
/// a disk is not quicker when many ask, and everybody else needs the pool. For any thread.
/// </summary>
/// <param name="most">At least 1.</param>
internal sealed class DiskThreads(int most)
{
    private readonly TaskFactory _tasks = new(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, most).ConcurrentScheduler);

    public Task<T> RunAsync<T>(Func<Task<T>> ask) => _tasks.StartNew(ask).Unwrap();
}
