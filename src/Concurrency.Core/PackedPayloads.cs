using System.Collections;

namespace Concurrency.Core;

/// <summary>Very many small payloads, the bytes of which lie together: arrays of their own would take about as much again.</summary>
public sealed class PackedPayloads : IReadOnlyList<Payload>
{
    private const int PagePayloads = 256;

    private readonly List<Page> _pages = [];

    public int Count { get; private set; }

    public Payload this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _pages[index / PagePayloads][index % PagePayloads];
        }
    }

    /// <summary>Adds a copy of it.</summary>
    public void Add(Payload payload)
    {
        if (Count % PagePayloads == 0) _pages.Add(new());
        _pages[^1].Add(payload.Span);
        Count++;
    }

    public IEnumerator<Payload> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Page
    {
        private readonly int[] _ends = new int[PagePayloads];
        private byte[] _bytes = [];
        private int _count;

        public Payload this[int index] => new(_bytes.AsMemory(BeginOf(index).._ends[index]));

        public void Add(ReadOnlySpan<byte> bytes)
        {
            var begin = BeginOf(_count);
            var end = checked(begin + bytes.Length);
            if (end > _bytes.Length) Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
            bytes.CopyTo(_bytes.AsSpan(begin));
            _ends[_count++] = end;
            if (_count == PagePayloads) Array.Resize(ref _bytes, end);
        }

        private int BeginOf(int index) => index == 0 ? 0 : _ends[index - 1];
    }
}
