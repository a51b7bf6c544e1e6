using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Core;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>A coordinator with a store, which a test can crash and begin again, against workers and drivers that are the test.</summary>
public abstract class StoredSpec : CoordinatorSpec
{
    internal static readonly Payload[] Items = [Payload.FromText("one"), Payload.FromText("two"), Payload.FromText("an item of some length")];

    private readonly EngineSettings _settings;

    protected StoredSpec(string overrides = "")
        : this(new(), overrides)
    {
    }

    private StoredSpec(TestStore store, string overrides)
        : base(workerSilence: "10m", $"{Overrides}\n{store.Configuration}\n{overrides}")
    {
        Store = store;
        _settings = EngineSettings.Read(Sys.Settings.Config);
        Sys.Stop(Coordinator);
        Begin();
        AskAgain<JobPage>(new ListJobs(0));
    }

    // Akka's own messages, such as those to stop an actor, do not take the way over the wire.
    private const string Overrides = """
        akka.actor.serialize-messages = off
        concurrency.driver { progress-interval = 10ms, try-timeout = 50ms, answer-timeout = 2s }
        concurrency.coordinator { adoption-time = 300ms, finished-jobs = 3 }
        concurrency.store.snapshot-every = 3
        """;

    internal TestStore Store { get; }

    protected override void AfterAll()
    {
        base.AfterAll();
        Store.Dispose();
    }

    /// <summary>Another coordinator on the same store.</summary>
    internal IActorRef Begin(TimeProvider? time = null) =>
        Coordinator = Sys.ActorOf(Actors.Coordination.Coordinator.Props(new(Workload), _settings, time ?? TimeProvider.System, Store));

    /// <summary>The coordinator is gone, with all that it had in memory.</summary>
    internal void Crash()
    {
        var watcher = CreateTestProbe();
        watcher.Watch(Coordinator);
        Sys.Stop(Coordinator);
        watcher.ExpectTerminated(Coordinator, TimeSpan.FromSeconds(30));
    }

    /// <summary>And until another listens.</summary>
    internal void Restart()
    {
        Crash();
        Begin();
        AskAgain<JobPage>(new ListJobs(0));
    }

    /// <summary>The actor that has the job, once it is back.</summary>
    internal IActorRef ActorOf(JobId job)
    {
        IActorRef actor = ActorRefs.Nobody;
        AwaitAssert(() => actor = Sys.ActorSelection(Coordinator.Path / job.Value).ResolveOne(TimeSpan.FromSeconds(1)).Result, TimeSpan.FromSeconds(30));
        actor.Tell(new Show(job), Driver);
        Driver.ExpectMsg<JobDetails>(TimeSpan.FromSeconds(30));
        return actor;
    }

    /// <summary>Asks as drivers do, again and again: answers that may come late are dropped.</summary>
    internal T AskAgain<T>(object question)
    {
        var answer = default(T);
        for (var tries = 0; answer is null; tries++)
        {
            Assert.True(tries < 60, $"{question} was not answered");
            var driver = CreateTestProbe();
            Coordinator.Tell(question, driver);
            answer = driver.ReceiveOne(TimeSpan.FromMilliseconds(500)) switch
            {
                T expected => expected,
                null => default,
                var other => throw new InvalidOperationException($"{question.GetType().Name} was answered with {other}"),
            };
        }

        return answer;
    }

    /// <summary>A job of the <see cref="Items"/>, in one page.</summary>
    internal JobId SubmitItems(string? key = null)
    {
        var job = Ask<Opened>(NewOpen(new(0), key: key)).Job;
        Ask<PageTaken>(new Page(job, 0, Items));
        Ask<Committed>(CommitOf(job, Items));
        return job;
    }

    /// <summary>A job of so many items, in pages of seven.</summary>
    internal JobId SubmitItems(int items, long chunk)
    {
        Payload[] all = [.. Enumerable.Range(0, items).Select(item => Payload.FromText($"{item}"))];
        var job = Ask<Opened>(NewOpen(new(0), chunk)).Job;
        foreach (var (number, page) in all.Chunk(7).Index()) Ask<PageTaken>(new Page(job, number, page));
        Ask<Committed>(CommitOf(job, all));
        return job;
    }

    /// <summary>All rows of a job that is over.</summary>
    internal RowPage Rows(JobId job)
    {
        var page = AskAgain<RowPage>(new PullRows(job, 0, "me"));
        return page.End ? page : throw new InvalidOperationException($"only {page.Next} rows");
    }

    /// <summary>The worker finishes the job.</summary>
    internal void RunAll(FakeWorker worker, JobId job)
    {
        while (!AskAgain<JobReport>(new PullProgress(job)).Status.IsOver()) worker.FinishWithRows(worker.ExpectLeases(1)[0]);
    }

    internal static Commit CommitOf(JobId job, IEnumerable<Payload> items)
    {
        var digest = new Protocol.InputDigest();
        foreach (var item in items) digest.Add(item);
        return new(job, digest.Items, digest.Value);
    }
}
