namespace Concurrency.Actors.Workers;

/// <summary>A worker that is told to drain: it begins nothing more, and ends when what it has begun is finished and settled, or its time is over.</summary>
internal sealed class Draining(LeaseDesk desk)
{
    private bool _isTimeOver;

    public bool HasBegun { get; private set; }

    /// <summary>An outcome that is not settled yet is still to be told, but not for ever: there may be nobody to tell.</summary>
    public bool IsDone => HasBegun && !(_isTimeOver ? desk.Running : desk.All).Any();

    public void Begin() => HasBegun = true;

    /// <summary>What still runs is stopped, and what is told by now has been told often enough.</summary>
    public void EndTime()
    {
        _isTimeOver = true;
        desk.StopAll();
    }
}
