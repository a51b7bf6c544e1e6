using Akka.Actor;

namespace Concurrency.Actors.Workers;

/// <summary>
/// Stops every run when its worker is stopped. The worker cannot do that itself: an actor's PostStop comes after its children have
/// stopped, and an executor stops after its run. This child of it has nothing to wait for, so it goes first.
/// </summary>
internal sealed class Brake(CancellationTokenSource stop) : ReceiveActor
{
    // What runs registered with their tokens is their own code; it is not to hold up an actor's stop.
    protected override void PostStop() => _ = stop.CancelAsync();
}
