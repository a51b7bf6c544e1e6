using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Tests.Coordination.Jobs;

public class JobInputTests
{
    [Fact]
    public void Items_of_any_range_come_from_pages_of_any_size()
    {
        var input = Input(3, 0, 1, 5);
        for (var from = 0; from < 9; from++)
        {
            for (var to = from + 1; to <= 9; to++)
                Assert.Equal(Enumerable.Range(from, to - from).Select(Item), Slice(input, new(from, to)));
        }
    }

    [Fact]
    public void Input_is_known_by_its_items_however_they_are_paged()
    {
        var commit = new DriverProtocol.Commit(new("job"), 4, DigestOf(4));
        Assert.True(Input(4).Index.Is(commit));
        Assert.True(Input(1, 2, 0, 1).Index.Is(commit));
        Assert.False(Input(5).Index.Is(commit));
        Assert.False(Input(3).Index.Is(commit));
        Assert.True(Input().Index.Is(new(new("job"))));
        Assert.True(Input(0).Index.Is(new(new("job"))));
    }

    [Fact]
    public void When_the_job_is_over_the_input_of_what_can_be_retried_is_kept()
    {
        var (input, done) = (Input(2, 2, 2), new RangeSet());
        done.Add(new(0, 3));
        var bytes = input.Bytes;
        input.Release(done);
        Assert.Equal(bytes * 4 / 6, input.Bytes);
        Assert.Equal([Item(3), Item(4)], Slice(input, new(3, 5)));
        Assert.Equal((6, 3, true), (input.Index.Items, input.Index.Pages, input.IsKept));
        Assert.True(input.Index.Is(new(new("job"), 6, DigestOf(6))));

        input.Clear();
        Assert.Equal((0, false), (input.Bytes, input.IsKept));
        Assert.True(input.Index.Is(new(new("job"), 6, DigestOf(6))));
    }

    private static IReadOnlyList<Payload> Slice(JobInput input, UnitRange range)
    {
        var slice = input.SliceAsync(range).AsTask();
        Assert.True(slice.IsCompletedSuccessfully);
        return slice.Result;
    }

    private static JobInput Input(params int[] pages)
    {
        var (input, next) = (new JobInput(), 0);
        for (var page = 0; page < pages.Length; page++)
        {
            input.Add([.. Enumerable.Range(next, pages[page]).Select(Item)]);
            next += pages[page];
        }

        return input;
    }

    private static ulong DigestOf(int items)
    {
        var digest = new InputDigest();
        for (var i = 0; i < items; i++) digest.Add(Item(i));
        return digest.Value;
    }

    private static Payload Item(int number) => Payload.FromText($"{number}");
}
