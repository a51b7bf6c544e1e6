using Concurrency.Core.Units;

namespace Concurrency.Core.Jobs;

/// <summary>Units without a result, each tried <paramref name="Attempts"/> times; the reason is that of the last attempt.</summary>
public sealed record FailedUnits(UnitRange Range, string Reason, int Attempts);
