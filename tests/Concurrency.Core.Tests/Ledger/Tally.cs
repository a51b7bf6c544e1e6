using System.Buffers.Binary;
using Concurrency.Core.Contract;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>A sum that remembers how often each unit was counted: the answer of a job, and the proof that it is right.</summary>
internal sealed class Tally : IAccumulator
{
    private readonly SortedDictionary<long, int> _counts = [];

    public IReadOnlyDictionary<long, int> Counts => _counts;

    public static Payload Of(IEnumerable<UnitRange> ranges)
    {
        var units = ranges.SelectMany(range => Enumerable.Range(0, (int)range.Length).Select(i => range.From + i)).ToList();
        var bytes = new byte[units.Count * sizeof(long)];
        for (var i = 0; i < units.Count; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), units[i]);
        return new(bytes);
    }

    public void Add(Payload partial)
    {
        if (partial.Length % sizeof(long) != 0) throw new FormatException($"{partial.Length} bytes are no tally");
        for (var at = 0; at < partial.Length; at += sizeof(long))
        {
            var unit = BinaryPrimitives.ReadInt64LittleEndian(partial.Span[at..]);
            _counts[unit] = _counts.GetValueOrDefault(unit) + 1;
        }
    }

    public Payload Encode() => Of(_counts.SelectMany(pair => Enumerable.Repeat(UnitRange.Of(pair.Key), pair.Value)));
}
