using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination.Register;

public class JobRegisterTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly JobRegister _register = new(new(Jobs: 2, Bytes: 1000, Age: TimeSpan.FromHours(1)));

    [Fact]
    public void Five_thousand_jobs_are_listed_page_by_page_and_each_page_fits()
    {
        for (var i = 0; i < 5000; i++) Add($"{i}", key: new('ä', 100));
        for (var i = 0; i < 5000; i += 3) _register.Remove(new($"{i}"));

        var (listed, page) = (new List<string>(), new JobPage([], 0, End: false));
        while (!page.End)
        {
            page = _register.PageAfter(page.Next, Now);
            listed.AddRange(page.Jobs.Select(job => job.Job.Value));
            Assert.InRange(page.Jobs.Sum(job => job.ToWire().CalculateSize()), 1, Limits.PageBytes);
            // Jobs that come and go meanwhile disturb nobody.
            if (listed.Count < 1000) _register.Remove(page.Jobs[0].Job);
        }

        Assert.Equal(Enumerable.Range(0, 5000).Where(i => i % 3 != 0).Select(i => $"{i}"), listed, StringComparer.Ordinal);
        Assert.Empty(_register.PageAfter(page.Next, Now).Jobs);
        Add("new");
        Assert.Equal(new("new"), Assert.Single(_register.PageAfter(page.Next, Now).Jobs).Job);
    }

    [Fact]
    public void The_job_that_was_over_first_is_forgotten_first()
    {
        foreach (var job in new[] { "a", "b", "c", "d" }) Add(job);
        Assert.Null(End("b"));
        Assert.Null(End("a"));
        Assert.Null(End("b"));
        Assert.Equal(new JobId("b"), End("c"));
        _register.Remove(new("b"));
        // One that is retried is not over any more.
        Assert.True(_register.Note(Summary("a") with { Status = JobStatus.Running }, stored: 0, Now));
        Assert.Null(_register.Surplus(Now));
        Assert.Null(End("d"));
        Assert.Equal(new JobId("c"), End("a"));
    }

    [Fact]
    public void Jobs_are_forgotten_that_take_too_much_room_but_never_the_last_one()
    {
        foreach (var job in new[] { "a", "b", "c" }) Add(job);
        Assert.Null(End("a", stored: 5000));
        Assert.Equal(new JobId("a"), End("b", stored: 10));
        _register.Remove(new("a"));
        Assert.Null(_register.Surplus(Now));
        // What runs again takes no room of theirs.
        Assert.Equal(new JobId("b"), End("c", stored: 995));
        Assert.True(_register.Note(Summary("c"), stored: 0, Now));
        Assert.Null(_register.Surplus(Now));
    }

    [Fact]
    public void Jobs_are_forgotten_that_have_been_over_for_too_long()
    {
        foreach (var job in new[] { "a", "b" }) Add(job);
        Assert.Null(End("a"));
        Assert.Null(End("b", at: Now + TimeSpan.FromMinutes(30)));
        Assert.Equal(new JobId("a"), _register.Surplus(Now + TimeSpan.FromMinutes(61)));
        _register.Remove(new("a"));
        Assert.Null(_register.Surplus(Now + TimeSpan.FromMinutes(89)));
        Assert.Equal(new JobId("b"), _register.Surplus(Now + TimeSpan.FromMinutes(91)));
    }

    [Fact]
    public void Nobody_is_told_of_a_job_that_is_not_there()
    {
        Assert.Null(End("nobody"));
        _register.Remove(new("nobody"));
        Assert.Equal(new([], 0, End: true), _register.PageAfter(0, Now) with { Jobs = [] });
        Assert.Empty(_register.PageAfter(long.MaxValue, Now).Jobs);
    }

    private JobId? End(string job, long stored = 0, DateTimeOffset? at = null)
    {
        _register.Note(Summary(job) with { Status = JobStatus.Completed }, stored, at ?? Now);
        return _register.Surplus(at ?? Now);
    }

    private static JobSummary Summary(string job) => Order(job, key: null).Summary;

    private void Add(string job, string? key = null) => _register.Add(Order(job, key is null ? null : key + job), _register.LastNumber + 1);

    private static JobOrder Order(string job, string? key) =>
        new(new(job), new JobSpec("test", Payload.Empty, null), new TestWorkload(), Request: job, key, Submitted: Now);
}
