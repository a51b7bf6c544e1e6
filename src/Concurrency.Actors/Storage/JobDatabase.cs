using System.Data.Common;
using LinqToDB;

namespace Concurrency.Actors.Storage;

/// <summary>One kind of database that jobs can be kept in: how to open it, and what its errors mean to users.</summary>
internal abstract class JobDatabase : IDisposable
{
    /// <summary>Of the tables and of what is in them; another one is refused.</summary>
    protected const int Version = 1;

    /// <summary>For users.</summary>
    public abstract string Place { get; }

    /// <summary>The overlay of the configuration with what is different for this kind.</summary>
    public abstract string Overlay { get; }

    /// <summary>What Akka.Persistence.Sql connects with.</summary>
    public abstract DataOptions Options { get; }

    /// <summary>What stands before the names of tables.</summary>
    public abstract string Prefix { get; }

    /// <summary>Makes the database ready, or finds it so. Nothing of one that cannot be used is changed.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public abstract void Open();

    /// <summary>A connection that is open.</summary>
    public abstract DbConnection Connect();

    /// <summary>Gives the room of what was erased back to whoever else needs it.</summary>
    public virtual void Shrink(DbConnection connection)
    {
    }

    /// <summary>Why it could not do something, in one sentence.</summary>
    public StoreException Explain(Exception fault)
    {
        var known = Causes(fault).Select(cause => cause as StoreException ?? (Sentence(cause) is { } sentence ? new(sentence, fault) { IsDamage = IsDamage(cause) } : null));
        return known.FirstOrDefault(told => told is not null) ?? new($"The store at {Place} has failed: {fault.Message.Split('\n')[0].Trim()}", fault);
    }

    /// <summary>Whether it is the database that says so, and then in one sentence; null for what is nothing of it.</summary>
    /// <param name="isRunning">Whatever failed is tried again by itself; else, at the start, it is not.</param>
    protected abstract string? Sentence(Exception fault, bool isRunning = true);

    /// <summary>Whether what was stored is damaged.</summary>
    protected virtual bool IsDamage(Exception fault) => false;

    public abstract void Dispose();

    private static IEnumerable<Exception> Causes(Exception fault) => fault is AggregateException many
        ? many.InnerExceptions.SelectMany(Causes)
        : fault.InnerException is { } inner ? [fault, .. Causes(inner)] : [fault];
}
