using Concurrency.Actors.Storage;

namespace Concurrency.Actors.Tests.Storage;

public class DiskThreadsTests
{
    [Fact]
    public async Task However_many_ask_at_once_few_wait_for_the_disk()
    {
        const int readers = 32;
        const int most = 4;
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(2 * readers, ports);
        try
        {
            var (disk, busy, peak) = (new DiskThreads(most), 0, 0);
            using var arrived = new CountdownEvent(most);
            using var gate = new ManualResetEventSlim();
            var reads = Enumerable.Range(0, readers).Select(reader => disk.RunAsync(() => Task.FromResult(Read(reader)))).ToList();
            Assert.True(arrived.Wait(TimeSpan.FromSeconds(30)), "fewer than may read do");
            // Whoever may begin has by the time that these have, which came later.
            for (var i = 0; i < readers; i++) await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
            Assert.Equal(most, Volatile.Read(ref busy));
            gate.Set();
            Assert.Equal(Enumerable.Range(0, readers), await Task.WhenAll(reads));
            Assert.Equal(most, peak);

            int Read(int reader)
            {
                var now = Interlocked.Increment(ref busy);
                lock (gate)
                {
                    peak = Math.Max(peak, now);
                    if (!arrived.IsSet) arrived.Signal();
                }

                gate.Wait();
                Interlocked.Decrement(ref busy);
                return reader;
            }
        }
        finally
        {
            ThreadPool.SetMinThreads(threads, ports);
        }
    }
}
