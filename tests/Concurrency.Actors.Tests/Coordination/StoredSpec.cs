using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>A coordinator with a store, which a test can crash and begin again, against workers and drivers that are the test.</summary>
public abstract class StoredSpec : CoordinatorSpec
{
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
}
