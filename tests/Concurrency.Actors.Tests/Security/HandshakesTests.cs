using Concurrency.Actors.Security;

namespace Concurrency.Actors.Tests.Security;

/// <summary>Strangers who keep many handshakes open.</summary>
public class HandshakesTests
{
    [Fact]
    public async Task One_too_many_and_the_oldest_is_given_up()
    {
        var handshakes = new Handshakes(most: 2);
        using CancellationTokenSource first = new(), second = new(), third = new(), fourth = new();
        using var oldest = handshakes.Begin(first);
        var finished = handshakes.Begin(second);
        Assert.False(oldest.IsGivenUp);
        finished.Dispose();
        using var next = handshakes.Begin(third);
        Assert.False(oldest.IsGivenUp);

        using var last = handshakes.Begin(fourth);
        Assert.Equal((true, false, false), (oldest.IsGivenUp, next.IsGivenUp, last.IsGivenUp));
        var cancelled = new TaskCompletionSource();
        await using var registration = first.Token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(TestNode.Limit);
        Assert.False(second.IsCancellationRequested);
        Assert.False(third.IsCancellationRequested);
    }
}
