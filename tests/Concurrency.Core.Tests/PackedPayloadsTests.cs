using System.Runtime.InteropServices;

namespace Concurrency.Core.Tests;

public sealed class PackedPayloadsTests
{
    [Fact]
    public void They_come_out_as_they_went_in()
    {
        Payload[] payloads = [.. Enumerable.Range(0, 1000).Select(i => Payload.FromText(new string((char)('a' + i % 26), i * i % 300)))];
        var packed = Packed(payloads);
        Assert.Equal(payloads, packed);
        Assert.Equal(payloads, Enumerable.Range(0, packed.Count).Select(i => packed[i]));
    }

    [Fact]
    public void What_was_taken_out_stays_as_it_was_when_more_are_added()
    {
        var packed = Packed([Payload.FromText("one")]);
        var one = packed[0];
        for (var i = 0; i < 1000; i++) packed.Add(Payload.FromText($"more {i}"));
        Assert.Equal("one", one.AsText());
        Assert.Equal(one, packed[0]);
    }

    [Fact]
    public void Arrays_are_few_and_have_nothing_else_in_them()
    {
        var packed = Packed(Enumerable.Repeat(Payload.FromText(new string('x', 40)), 10 * 256));
        var arrays = packed.Select(payload => MemoryMarshal.TryGetArray(payload.Memory, out var segment) ? segment.Array! : []).Distinct().ToList();
        Assert.Equal(10, arrays.Count);
        Assert.Equal(packed.Sum(payload => payload.Length), arrays.Sum(array => array.Length));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void There_are_no_others(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Packed([Payload.FromText("one"), Payload.Empty])[index]);

    private static PackedPayloads Packed(IEnumerable<Payload> payloads)
    {
        var packed = new PackedPayloads();
        foreach (var payload in payloads) packed.Add(payload);
        return packed;
    }
}
