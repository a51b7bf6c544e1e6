namespace Concurrency.Actors;

/// <summary>The time of day as it was at the start plus what has passed since: it never jumps when somebody sets the machine's clock.</summary>
public sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Now => _origin + time.GetElapsedTime(_start);

    /// <summary>Seconds since the start.</summary>
    public double Seconds => time.GetElapsedTime(_start).TotalSeconds;
}
