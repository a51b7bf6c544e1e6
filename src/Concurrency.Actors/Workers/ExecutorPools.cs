using Akka.Actor;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.WorkerProtocol;
using static Concurrency.Actors.Workers.ExecutorProtocol;

namespace Concurrency.Actors.Workers;

/// <summary>A worker's router pools of executors, one for each kind of slot that it has.</summary>
internal sealed class ExecutorPools
{
    private readonly Dictionary<SlotKind, IActorRef> _pools = [];

    /// <param name="context">Of the worker, whose children they are.</param>
    public ExecutorPools(IActorContext context, Slots slots, TimeProvider time)
    {
        if (slots.Cpu > 0) Add<CpuExecutor>(SlotKind.Cpu, "cpu", Worker.ComputeDispatcher);
        if (slots.Io > 0) Add<IoExecutor>(SlotKind.Io, "io", dispatcher: null);

        void Add<T>(SlotKind kind, string name, string? dispatcher) where T : ReceiveActor
        {
            var executor = Props.Create<T>(time);
            if (dispatcher is not null) executor = executor.WithDispatcher(dispatcher);
            _pools[kind] = context.ActorOf(executor.WithRouter(new SlotPool(slots.Of(kind), RestartQuietly())), name);
        }
    }

    /// <summary>Gives each pool as many leases as it has idle executors, and no more: no chunk waits behind another in a mailbox.</summary>
    /// <param name="worker">Its name.</param>
    public void BeginAll(LeaseDesk desk, string worker, CancellationToken stop)
    {
        foreach (var (kind, pool) in _pools)
        {
            while (desk.Begin(kind, worker, stop) is { } entry)
                pool.Tell(new Run(entry.Slot, entry.Lend.Lease, entry.Plan, entry.Chunk!));
        }
    }

    // The strategy stands on the pool because one on the Props would not reach the routees. Akka would log every failure with
    // its stack trace; whoever started the job reads the reason in the job's report.
    private static OneForOneStrategy RestartQuietly() =>
        new(_ => Directive.Restart, loggingEnabled: false);
}
