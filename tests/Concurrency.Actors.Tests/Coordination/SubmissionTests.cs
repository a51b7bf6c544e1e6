using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>How a job comes to be: what a driver may say, and say twice, from opening it to its end.</summary>
public class SubmissionTests() : CoordinatorSpec(
    workerSilence: "10m", "concurrency.driver { progress-interval = 10ms, try-timeout = 50ms, answer-timeout = 2s }")
{
    private static readonly Payload[] Items = [Payload.FromText("one"), Payload.FromText("two")];

    [Fact]
    public void Every_question_is_answered_at_any_time()
    {
        var job = Ask<Opened>(NewOpen(new(0))).Job;
        Ask<Refused>(new PullProgress(job));
        Ask<Refused>(new PullRows(job, 0, "me"));
        Ask<Refused>(new Retry(job, "1"));
        Ask<Refused>(new Delete(job));
        Assert.True(Ask<JobDetails>(new Show(job)).Summary.TakesInput);
        Ask<Refused>(new Page(job, 1, Items));
        AskTwice<PageTaken>(new Page(job, 0, Items));
        Assert.Equal(2, AskTwice<Committed>(CommitOf(job, Items)).Units);
        Ask<PageTaken>(new Page(job, 0, Items));
        Assert.Equal(JobStatus.Running, Ask<JobReport>(new PullProgress(job)).Status);
        Assert.Equal((false, JobStatus.Running), Of(Ask<JobDetails>(new Show(job))));
        Ask<Refused>(new Retry(job, "1"));
        Assert.Equal($"The job {job} runs; cancel it before you delete it.", Ask<Refused>(new Delete(job)).Sentence);
        Assert.Equal(JobStatus.Cancelled, AskTwice<JobReport>(new Cancel(job)).Status);
        Assert.Equal(2, Ask<Committed>(CommitOf(job, Items)).Units);
        Assert.Equal((false, JobStatus.Cancelled), Of(Ask<JobDetails>(new Show(job))));
        Assert.True(Ask<RowPage>(new PullRows(job, 0, "me")).End);
        AskTwice<Deleted>(new Delete(job));
        Ask<UnknownJob>(new Show(job));
        Ask<UnknownJob>(new Cancel(job));

        static (bool, JobStatus) Of(JobDetails details) => (details.Summary.TakesInput, details.Report.Status);
    }

    [Fact]
    public void A_question_about_a_job_that_never_was_is_answered_too()
    {
        var nobody = new JobId("test-nobody");
        foreach (var question in new object[]
        {
            new Page(nobody, 0, []), new Commit(nobody), new PullProgress(nobody), new PullRows(nobody, 0, "me"), new Show(nobody),
            new Cancel(nobody), new Retry(nobody, "1"), new Delete(nobody),
        })
        {
            Assert.Equal(nobody, Ask<UnknownJob>(question).Job);
        }
    }

    [Fact]
    public void The_same_request_is_the_same_job_and_so_is_the_same_key()
    {
        var open = NewOpen(new(0), key: "nightly");
        var first = Ask<Opened>(open);
        Assert.Equal(new(first.Job, Existing: false, Pages: 0), first);
        Ask<PageTaken>(new Page(first.Job, 0, Items));
        Assert.Equal(first with { Pages = 1 }, Ask<Opened>(open));
        Assert.Equal(first with { Pages = 1, Existing = true }, Ask<Opened>(NewOpen(new(0), key: "nightly")));
        Ask<Committed>(CommitOf(first.Job, Items));
        Ask<JobReport>(new Cancel(first.Job));
        Assert.Equal(first with { Pages = 1, Existing = true }, Ask<Opened>(NewOpen(new(0), key: "nightly")));

        var keyless = NewOpen(new(0));
        var other = Ask<Opened>(keyless);
        Assert.Equal(other, Ask<Opened>(keyless));
        Assert.NotEqual(other.Job, Ask<Opened>(NewOpen(new(0))).Job);
        // A key that happens to be another's request is still a key.
        Assert.NotEqual(other.Job, Ask<Opened>(NewOpen(new(0), key: keyless.Request)).Job);

        Ask<Deleted>(new Delete(first.Job));
        Assert.NotEqual(first.Job, Ask<Opened>(NewOpen(new(0), key: "nightly")).Job);
    }

    [Fact]
    public void A_key_is_not_for_two_different_jobs()
    {
        var job = Ask<Opened>(NewOpen(new(0), key: "k")).Job;
        Assert.Equal(
            $"The key 'k' is that of the job {job}, which is another one: give this one a key of its own.", Ask<Refused>(NewOpen(new(7), key: "k")).Sentence);
        Ask<PageTaken>(new Page(job, 0, Items));
        Ask<Committed>(CommitOf(job, Items));
        foreach (var input in new Payload[][] { [Items[0]], [Items[1], Items[0]], [Payload.FromText("onetwo")], [] })
        {
            Assert.Equal(
                $"The job {job} was submitted with other input: give this one a key of its own.", Ask<Refused>(CommitOf(job, input)).Sentence);
        }

        Assert.Equal(JobStatus.Running, Ask<JobDetails>(new Show(job)).Report.Status);
    }

    [Fact]
    public void A_job_whose_input_was_mixed_with_another_is_nobodys()
    {
        var job = Ask<Opened>(NewOpen(new(0), key: "k")).Job;
        Ask<PageTaken>(new Page(job, 0, Items));
        Ask<PageTaken>(new Page(job, 0, [Payload.FromText("three")]));
        Assert.StartsWith($"The input of the job {job} is not what was sent last", AskTwice<Refused>(CommitOf(job, [Payload.FromText("three")])).Sentence, StringComparison.Ordinal);
        Assert.NotEqual(job, Ask<Opened>(NewOpen(new(0), key: "k")).Job);
    }

    [Fact]
    public void What_was_refused_or_called_off_before_the_commit_is_answered_the_same_again_and_then_forgotten()
    {
        var refused = Ask<Opened>(new Open(new("test", Payload.FromText("{"), null), "1")).Job;
        Assert.StartsWith("The parameters of the test job cannot be read", AskTwice<Refused>(new Commit(refused)).Sentence, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Cancelled, AskTwice<JobReport>(new Cancel(refused)).Status);

        var cancelled = Ask<Opened>(NewOpen(new(1))).Job;
        Assert.Equal(JobStatus.Cancelled, AskTwice<JobReport>(new Cancel(cancelled)).Status);
        Assert.Equal($"The job {cancelled} was cancelled before it was committed.", Ask<Refused>(new Commit(cancelled)).Sentence);
        Assert.Empty(Ask<JobPage>(new ListJobs(0)).Jobs);

        foreach (var job in new[] { refused, cancelled }) AwaitAssert(() => Ask<UnknownJob>(new PullProgress(job)), TimeSpan.FromSeconds(30));
    }

    public static TheoryData<string, object, string> Impossible() => new()
    {
        { "a workload that is not there", Open("nonsense"), "There is no workload 'nonsense' here; there is test." },
        { "a priority too high", Open(priority: 101), "The priority is 101; it should be a whole number from 1 to 100." },
        { "no priority", Open(priority: 0), "The priority is 0; it should be a whole number from 1 to 100." },
        { "no chunk", Open(chunk: 0), "The chunk size is 0; it should be a whole number from 1 on." },
        { "parameters over the limit", Open(parameters: new byte[32 * 1024 + 1]), "The job's parameters have 32769 bytes; 32768 is the most." },
        { "an empty key", Open(key: " "), "The key is ' '; it should be a word or more of at most 200 bytes." },
        { "a key over the limit", Open(key: new('ä', 101)), $"The key is '{new string('ä', 98)}…'; it should be a word or more of at most 200 bytes." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_a_job_is_refused_with_a_sentence(string _, object open, string sentence)
    {
        Assert.Equal(sentence, Ask<Refused>(open).Sentence);
        Assert.Empty(Ask<JobPage>(new ListJobs(0)).Jobs);
    }

    [Fact]
    public void An_item_that_fits_no_message_is_refused()
    {
        var job = Ask<Opened>(NewOpen(new(0))).Job;
        Assert.Equal(
            "An input item has 65537 bytes; 65536 is the most.", Ask<Refused>(new Page(job, 0, [new(new byte[Limits.PageBytes + 1])])).Sentence);
    }

    private static Open Open(string workload = "test", byte[]? parameters = null, long? chunk = null, int priority = 10, string? key = null) =>
        new(new(workload, new(parameters ?? []), chunk, priority), "request", key);

    private static Commit CommitOf(JobId job, IEnumerable<Payload> items)
    {
        var digest = new Protocol.InputDigest();
        foreach (var item in items) digest.Add(item);
        return new(job, digest.Items, digest.Value);
    }

    private T AskTwice<T>(object question)
    {
        var answer = Ask<T>(question);
        Assert.Equivalent(answer, Ask<T>(question));
        return answer;
    }
}
