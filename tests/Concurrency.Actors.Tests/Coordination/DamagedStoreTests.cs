using Concurrency.Actors.Storage;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>What was stored is gone while the coordinator runs, as when somebody cuts the file short. Nothing of it is in memory any more.</summary>
public class DamagedStoreTests() : StoredSpec("concurrency.store.cache = 1")
{
    [Fact]
    public void Whoever_reads_rows_that_are_gone_is_told_so()
    {
        var job = SubmitItems(items: 3, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        anna.FinishWithRows(anna.ExpectLeases(1)[0]);
        Store.Damage(StreamNames.Of(job));
        foreach (var view in Enum.GetValues<RowView>())
            Assert.Matches($"^Of the stream 'job-{job}', events . to . are not all there", AskAgain<Refused>(new PullRows(job, 0, "me", view)).Sentence);
    }

    [Fact]
    public void A_job_whose_input_is_gone_fails_with_the_reason()
    {
        var job = SubmitItems(items: 3, chunk: 1);
        Store.Damage(StreamNames.Of(job));
        _ = new FakeWorker(this, "anna", slots: 1);
        AwaitAssert(() => Assert.Equal(JobStatus.Failed, AskAgain<JobReport>(new PullProgress(job)).Status), TimeSpan.FromSeconds(30));
        Assert.StartsWith(
            $"its input cannot be read: Of the stream 'job-{job}', events ", AskAgain<JobReport>(new PullProgress(job)).Reason, StringComparison.Ordinal);
    }
}
