namespace Concurrency.Actors.Security;

/// <summary>
/// Handshakes of those who dialled and have not said yet who they are. There are at most so many: when one more comes, the oldest is given
/// up. A node of ours needs milliseconds, so that the oldest is a stranger's who keeps connections open, and costs no more than so much memory.
/// </summary>
internal sealed class Handshakes(int most)
{
    private readonly LinkedList<Handshake> _underWay = [];
    private readonly Lock _lock = new();

    /// <summary>One begins; it is over when what is returned is disposed of.</summary>
    /// <param name="giveUp">Has it end. Not disposed before the handshake is.</param>
    public Handshake Begin(CancellationTokenSource giveUp)
    {
        lock (_lock)
        {
            var handshake = new Handshake(this, giveUp);
            _underWay.AddLast(handshake.Node);
            if (_underWay.Count > most) _underWay.First!.Value.GiveUp();
            return handshake;
        }
    }

    internal sealed class Handshake : IDisposable
    {
        private readonly Handshakes _all;
        private readonly CancellationTokenSource _giveUp;

        public Handshake(Handshakes all, CancellationTokenSource giveUp)
        {
            (_all, _giveUp) = (all, giveUp);
            Node = new(this);
        }

        public LinkedListNode<Handshake> Node { get; }

        /// <summary>It had to make room for another.</summary>
        public bool IsGivenUp { get; private set; }

        public void GiveUp()
        {
            IsGivenUp = true;
            _all._underWay.Remove(Node);
            // What follows from it goes on elsewhere, and not within the lock.
            _ = _giveUp.CancelAsync();
        }

        public void Dispose()
        {
            lock (_all._lock) Node.List?.Remove(Node);
        }
    }
}
