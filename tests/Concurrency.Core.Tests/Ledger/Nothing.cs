using Concurrency.Core.Contract;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>The sum of a job whose answer is of no interest.</summary>
internal sealed class Nothing : IAccumulator
{
    public void Add(Payload partial)
    {
    }

    public Payload Encode() => Payload.Empty;
}
