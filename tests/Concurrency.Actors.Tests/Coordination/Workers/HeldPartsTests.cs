using Concurrency.Actors.Coordination.Workers;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Coordination.Workers;

public class HeldPartsTests
{
    private static readonly WorkerId Anna = new("anna", 1);

    private readonly HeldParts _parts = new();

    [Fact]
    public void What_went_ahead_belongs_to_the_hello_of_its_number()
    {
        _parts.Add(new(Anna, 2, [Lease(1), Lease(2)]));
        _parts.Add(new(Anna, 2, [Lease(3)]));
        Assert.Equal([Lease(1), Lease(2), Lease(3), Lease(4)], _parts.Of(Hello(2, 4, Lease(4)), out var isComplete));
        Assert.True(isComplete);
    }

    [Fact]
    public void A_part_that_was_lost_is_missed()
    {
        _parts.Add(new(Anna, 2, [Lease(1)]));
        Assert.Equal([Lease(1), Lease(4)], _parts.Of(Hello(2, 3, Lease(4)), out var isComplete));
        Assert.False(isComplete);
    }

    [Fact]
    public void Parts_of_an_earlier_hello_do_not_count()
    {
        _parts.Add(new(Anna, 1, [Lease(1)]));
        Assert.Equal([Lease(4)], _parts.Of(Hello(2, 1, Lease(4)), out var isComplete));
        Assert.True(isComplete);
    }

    private static HeldLease Lease(long number) => new(new("test-1"), new(7, number), new(number, number + 1));

    private static Hello Hello(long number, int inAll, params HeldLease[] held) => new(
        Anna, "host", number, TimeSpan.Zero, new(1, 1), new Dictionary<string, string>(StringComparer.Ordinal), held, inAll, "1.0.0", IsDraining: false);
}
