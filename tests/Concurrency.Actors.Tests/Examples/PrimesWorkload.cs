using System.Globalization;
using Concurrency.Core;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Tests.Examples;

/// <summary>How many primes are there below a number?</summary>
public sealed record PrimesJob(long Below);

public readonly record struct PrimeCount(long Value) : IPartial<PrimeCount>
{
    public static PrimeCount Zero => default;

    public PrimeCount Merge(PrimeCount other) => new(Value + other.Value);

    public Payload Encode() => Payload.FromText(Value.ToString(CultureInfo.InvariantCulture));

    public static PrimeCount Decode(Payload bytes) => new(long.Parse(bytes.AsText(), CultureInfo.InvariantCulture));
}

public sealed class PrimesWorkload : Workload<PrimesJob, PrimeCount, long>
{
    /// <summary>Numbers in a unit: enough that running one costs more than leasing it.</summary>
    private const long Block = 10_000;

    public override string Name => "primes";

    public override long Count(PrimesJob job, long items) => job.Below > 2
        ? (job.Below - 1) / Block + 1
        : throw new BadJobException($"below is {job.Below}, but there are primes only below numbers from 3 on.");

    public override ValueTask<RunResult<PrimeCount>> RunAsync(PrimesJob job, Chunk chunk)
    {
        var primes = 0L;
        for (var unit = chunk.Range.From; unit < chunk.Range.To; unit++)
        {
            chunk.Cancelled.ThrowIfCancellationRequested();
            for (var n = Math.Max(2, unit * Block); n < Math.Min(job.Below, (unit + 1) * Block); n++)
            {
                if (IsPrime(n)) primes++;
            }
        }

        return new(new RunResult<PrimeCount>(new(primes)));
    }

    public override long Finish(PrimesJob job, PrimeCount total) => total.Value;

    private static bool IsPrime(long n)
    {
        for (var d = 2L; d * d <= n; d++)
        {
            if (n % d == 0) return false;
        }

        return true;
    }
}
