using System.Net.Sockets;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

public sealed class DescriptorsTests
{
    [Fact]
    public async Task Names_that_fail_together_do_not_run_each_other_out_of_descriptors()
    {
        const int names = 2;
        var held = 0;
        using var together = new Barrier(names);
        using var lacking = new ManualResetEventSlim();
        IDisposable Open()
        {
            var now = Interlocked.Increment(ref held);
            if (now > Descriptors.Needed)
            {
                Interlocked.Decrement(ref held);
                lacking.Set();
                throw new SocketException((int)SocketError.TooManyOpenSockets);
            }

            if (now == Descriptors.Needed) lacking.Wait(TimeSpan.FromMilliseconds(100)); // time enough for another to ask for one more
            return new Descriptor(() => Interlocked.Decrement(ref held));
        }

        Task<SocketError> FailAsync() => Task.Factory.StartNew(
            () => Assert.Throws<SocketException>(() => Descriptors.Guard(
                _ =>
                {
                    together.SignalAndWait();
                    throw new SocketException((int)SocketError.HostNotFound);
                },
                "some.example",
                Open)).SocketErrorCode,
            TaskCreationOptions.LongRunning);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, names).Select(_ => FailAsync())), error => Assert.Equal(SocketError.HostNotFound, error));
    }

    [Fact]
    public void A_name_that_fails_for_want_of_descriptors_is_told_from_one_that_fails_itself()
    {
        static IDisposable None() => throw new SocketException((int)SocketError.TooManyOpenSockets);
        static SocketError Failed(Func<IDisposable>? open) => Assert.Throws<SocketException>(() =>
            Descriptors.Guard(_ => throw new SocketException((int)SocketError.NoRecovery), "some.example", open)).SocketErrorCode;
        Assert.Equal(SocketError.NoRecovery, Failed(open: null));
        Assert.Equal(SocketError.TooManyOpenSockets, Failed(None));
    }

    private sealed class Descriptor(Action giveBack) : IDisposable
    {
        public void Dispose() => giveBack();
    }
}
