using System.Globalization;
using Concurrency.Core.Contract;

namespace Concurrency.Core.Tests.Contract;

public class AccumulatorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1001)]
    public void Every_partial_is_in_the_sum_once(int partials)
    {
        var total = NewAccumulator();
        for (var i = 1L; i <= partials; i++) total.Add(new Count(i).Encode());

        Assert.Equal(partials * (partials + 1L) / 2, Count.Decode(total.Encode()).Value);
        Assert.Equal(total.Encode(), total.Encode());
    }

    [Fact]
    public void What_cannot_be_merged_leaves_the_sum_as_it_was()
    {
        var total = NewAccumulator();
        foreach (var value in (long[])[1, 1, 7]) total.Add(new Count(value).Encode());

        // It is merged with the 7, and then not with the sum of the ones.
        Assert.Throws<FormatException>(() => total.Add(new Count(-20).Encode()));

        Assert.Equal(9, Count.Decode(total.Encode()).Value);
    }

    private static IAccumulator NewAccumulator() => new Counting().Open(Payload.FromText("{}"), 0).NewAccumulator();

    private sealed record Count(long Value) : IPartial<Count>
    {
        public static Count Zero { get; } = new(0);

        /// <summary>A small sum takes nothing below zero, which a larger one does: so an addition can fail at its second merge.</summary>
        public Count Merge(Count other) =>
            Value < 5 && other.Value < 0 ? throw new InvalidOperationException("That would be below zero.") : new(Value + other.Value);

        public Payload Encode() => Payload.FromText(Value.ToString(CultureInfo.InvariantCulture));

        public static Count Decode(Payload bytes) => new(long.Parse(bytes.AsText(), CultureInfo.InvariantCulture));
    }

    private sealed class Counting : Workload<object, Count, long>
    {
        public override string Name => "counting";

        public override long Count(object job, long items) => 1;

        public override ValueTask<RunResult<Count>> RunAsync(object job, Chunk chunk) => ValueTask.FromResult(new RunResult<Count>(new(1)));

        public override long Finish(object job, Count total) => total.Value;
    }
}
