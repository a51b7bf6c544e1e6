using Concurrency.Core.Units;
using FsCheck;
using FsCheck.Xunit;

namespace Concurrency.Core.Tests.Units;

public class RangeSetProperties
{
    /// <summary>Against a plain set of units: the same members, the fewest ranges, and an overlap is refused without a trace.</summary>
    [Property(MaxTest = 500)]
    public void Behaves_as_a_set_of_units((byte From, byte Length)[] adds)
    {
        var (set, model) = (new RangeSet(), new SortedSet<long>());
        foreach (var (from, length) in adds)
        {
            var range = new UnitRange(from, from + 1 + length % 16);
            var units = Enumerable.Range((int)range.From, (int)range.Length).Select(unit => (long)unit).ToList();
            Assert.Equal(model.Overlaps(units), set.Overlaps(range));
            Assert.Equal(model.IsSupersetOf(units), set.Contains(range));
            if (model.Overlaps(units))
            {
                Assert.Throws<ArgumentException>(() => set.Add(range));
            }
            else
            {
                set.Add(range);
                model.UnionWith(units);
            }

            Assert.Equal(model.Count, set.Count);
            Assert.Equal(model.Count(unit => !model.Contains(unit - 1)), set.Ranges.Count);
            Assert.Equal(Enumerable.Range(from, 300).First(unit => !model.Contains(unit)), set.FirstMissing(from));
        }
    }

    [Property(MaxTest = 500)]
    public void Gaps_are_what_is_not_in_the_set((byte From, byte Length)[] adds, byte from, byte length)
    {
        var (set, whole) = (new RangeSet(), new UnitRange(from, from + 1 + length));
        foreach (var range in adds.Select(add => new UnitRange(add.From, add.From + 1 + add.Length % 16)).Where(range => !set.Overlaps(range))) set.Add(range);
        Assert.Equal(whole.Except(set.Ranges), set.GapsIn(whole));
    }

    [Property(MaxTest = 500)]
    public void What_is_left_of_a_range_is_what_was_not_cut(byte from, byte length, (byte From, byte Length)[] cuts)
    {
        var range = new UnitRange(from, from + 1 + length);
        var holes = cuts.Select(cut => new UnitRange(cut.From, cut.From + 1 + cut.Length % 8)).ToList();
        var expected = Enumerable.Range(from, length + 1).Where(unit => !holes.Exists(hole => hole.Contains(unit)));
        var left = range.Except(holes).SelectMany(part => Enumerable.Range((int)part.From, (int)part.Length));
        Assert.Equal(expected, left);
    }
}
