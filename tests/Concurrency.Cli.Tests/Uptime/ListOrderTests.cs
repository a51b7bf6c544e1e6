using Concurrency.Cli.Uptime;
using FsCheck.Xunit;

namespace Concurrency.Cli.Tests.Uptime;

public class ListOrderTests
{
    [Property]
    public void Whatever_the_order_of_coming_the_order_of_going_is_that_of_the_list(ulong seed, byte count)
    {
        var seen = new List<int>();
        var order = new ListOrder<int>(seen.Add);
        var indices = Enumerable.Range(0, count).ToArray();
        new Random((int)seed).Shuffle(indices);
        foreach (var (index, come) in indices.Select((index, at) => (index, at + 1)))
        {
            order.Add(index, index);
            // What is there without a gap has gone on already.
            Assert.Equal(Enumerable.Range(0, Gap(indices[..come])), seen);
        }

        order.End();
        Assert.Equal(Enumerable.Range(0, count), seen);
    }

    [Fact]
    public void At_the_end_what_waits_behind_a_gap_goes_on()
    {
        var seen = new List<int>();
        var order = new ListOrder<int>(seen.Add);
        foreach (var index in new[] { 7, 3, 0, 5 }) order.Add(index, index);
        order.End();
        Assert.Equal([0, 3, 5, 7], seen);
    }

    private static int Gap(int[] come) => Enumerable.Range(0, come.Length + 1).First(index => !come.Contains(index));
}
