using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;

namespace Concurrency.Core.Tests.Ledger;

public class ChunkSizerTests
{
    private static readonly JobTerms Auto = new(1_000_000, new() { Grain = 10 }, ChunkUnits: null, Rules.Usual);

    [Theory]
    [InlineData(1_000_000, 1000.0, 1000)] // plenty is left: one second
    [InlineData(4_000, 1000.0, 500)] // a quarter of each slot's share
    [InlineData(100, 100_000.0, 200)] // nearly done: two milliseconds
    [InlineData(100, 1000.0, 12)] // a quarter of a share of 50 ms
    [InlineData(10, 1000.0, 10)] // never below the grain
    public void A_known_worker_gets_a_quarter_of_its_share_between_2_ms_and_1_s(long remaining, double speed, long expected) =>
        Assert.Equal(expected, ChunkSizer.Units(Auto, remaining, slots: 2, speed, speed));

    [Fact]
    public void A_stranger_gets_50_ms_at_most_and_the_very_first_the_grain()
    {
        Assert.Equal(50, ChunkSizer.Units(Auto, 1_000_000, slots: 2, known: null, guess: 1000));
        Assert.Equal(10, ChunkSizer.Units(Auto, 1_000_000, slots: 2, known: null, guess: null));
    }

    [Fact]
    public void A_fixed_size_wins_but_not_over_what_fits_a_frame()
    {
        Assert.Equal(7, ChunkSizer.Units(Auto with { ChunkUnits = 7 }, 1_000_000, slots: 2, known: 1e9, guess: 1e9));
        var framed = Auto with { ChunkUnits = 700, Traits = new() { MaxChunk = 500 } };
        Assert.Equal(500, ChunkSizer.Units(framed, 1_000_000, slots: 2, known: 1e9, guess: 1e9));
    }
}
