using System.Collections.Immutable;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Units;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>Input that is in the store, and is read back page by page when a chunk of it is leased. Nobody holds all of it.</summary>
/// <param name="stream">The job's.</param>
internal sealed class StoredInput(string stream, IStoredPages store) : IJobInput
{
    private readonly List<PagePlace> _places = [];

    public PageIndex Index { get; } = new();

    public long Bytes => 0;

    public bool IsKept => true;

    /// <summary>Of the pages that are stored, in their order.</summary>
    public ImmutableArray<PagePlace> Places => [.. _places];

    public void Add(IReadOnlyList<Payload> items) => Index.Add(items);

    /// <summary>The next page is stored.</summary>
    public void Stored(PagePlace place) => _places.Add(place);

    public void Release(RangeSet done)
    {
    }

    public void Clear()
    {
    }

    public ValueTask<IReadOnlyList<Payload>> SliceAsync(UnitRange range)
    {
        if (Index.Items == 0) return new(Array.Empty<Payload>());
        List<(PagePlace Place, int First, int Last)> parts = [.. Index.PartsOf(range).Select(part => (_places[part.Page], part.First, part.Last))];
        var slice = SliceAsync(parts, range.Length);
        // Chunks are leased in the order of their units for the most part.
        if (Index.PartsOf(range).Last().Page + 1 is var next && next < _places.Count) _ = ReadAheadAsync(_places[next]);
        return new(slice);
    }

    private async Task<IReadOnlyList<Payload>> SliceAsync(IReadOnlyList<(PagePlace Place, int First, int Last)> parts, long items)
    {
        var slice = new List<Payload>((int)items);
        foreach (var (place, first, last) in parts)
        {
            if (await store.ReadAsync(stream, place.Sequence, place.Sequence) is not [PageAdded page])
                throw new FormatException($"Event {place.Sequence} of {stream} is no page of input.");
            for (var i = first; i < last; i++) slice.Add(page.Items[i]);
        }

        return slice;
    }

    private async Task ReadAheadAsync(PagePlace place)
    {
        try
        {
            await store.ReadAsync(stream, place.Sequence, place.Sequence);
        }
        catch (Exception)
        {
            // Whoever needs it will read it again, and have something to say.
        }
    }
}
