using Concurrency.Core;
using Concurrency.Core.Ledger;

namespace Concurrency.Actors.Storage;

/// <summary>What events take, in bytes, about: in the store, and, decoded, in memory.</summary>
internal static class StoredSizes
{
    /// <summary>An event beside what is in it.</summary>
    private const long PerEvent = 64;

    /// <summary>An item or a row beside its bytes.</summary>
    private const long PerItem = 16;

    /// <summary>What an item or a row takes beyond that in memory: an array, the record around it, and their headers.</summary>
    private const long PerItemHeld = 80;

    /// <summary>Where a page or the rows of a batch are: three numbers.</summary>
    private const long PerPlace = 12;

    private const long PerRange = 10;

    private const long PerName = 20;

    /// <summary>How a job ended.</summary>
    private const long PerSummary = 100;

    public static long Of(IStoredEvent happened) => PerEvent + happened switch
    {
        JobEvents.PageAdded page => page.Items.Sum(item => PerItem + item.Length),
        JobEvents.JobBatch batch => batch.Events.Sum(Of),
        JobEvents.StoredJob job => Of(job),
        RegisterEvents.JobOpened opened => opened.Spec.Parameters.Length + Utf8.Length(opened.Key ?? ""),
        RegisterEvents.JobOver => PerSummary,
        RegisterEvents.RegisterSnapshot register => register.Jobs.Sum(Of) + register.Over.Sum(Of) + PerName * register.Forgotten.Length,
        _ => 0,
    };

    public static long Held(IStoredEvent happened) => Of(happened) + PerItemHeld * happened switch
    {
        JobEvents.PageAdded page => page.Items.Length,
        JobEvents.JobBatch batch => batch.Events.OfType<LedgerEvent.RangeDone>().Sum(done => done.Records.Length + done.Notices.Length),
        _ => 0,
    };

    private static long Of(JobEvents.StoredJob job) =>
        PerPlace * (job.Pages.Length + job.Rows.Length)
        + PerRange * (job.Rows.Sum(place => place.Units.Length) + job.State.Done.Length)
        + PerEvent * (job.State.Waiting.Length + job.State.Failed.Length)
        + job.State.Total.Length;

    private static long Of(LedgerEvent happened) => happened is LedgerEvent.RangeDone done
        ? PerEvent + done.Partial.Length + done.Records.Sum(record => PerItem + record.Body.Length) + done.Notices.Sum(notice => PerItem + notice.Body.Length)
        : PerEvent;
}
