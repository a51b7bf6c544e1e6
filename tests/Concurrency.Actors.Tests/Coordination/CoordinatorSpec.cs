using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Concurrency.Actors.Configuration;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>A coordinator against workers and drivers that are the test.</summary>
public abstract class CoordinatorSpec : TestKit
{
    protected CoordinatorSpec(string workerSilence, string overrides = "")
        : base(ConfigurationFiles.Load("testing", overrides: $$"""
            concurrency.worker.hello-interval = 50ms
            concurrency.coordinator { liveness-interval = 50ms, worker-silence = {{workerSilence}} }
            {{overrides}}
            """))
    {
        var settings = EngineSettings.Read(Sys.Settings.Config);
        Coordinator = Sys.ActorOf(Actors.Coordination.Coordinator.Props(new(Workload), settings, TimeProvider.System));
        Driver = CreateTestProbe();
    }

    internal IActorRef Coordinator { get; private protected set; }

    internal TestProbe Driver { get; }

    internal TestWorkload Workload { get; } = new();

    internal List<JobId> SubmittedJobs { get; } = [];

    internal JobId Submit(long units, long? chunk) => Submit(new TestJob(units), chunk);

    internal JobId Submit(TestJob described, long? chunk)
    {
        var job = Ask<Opened>(NewOpen(described, chunk)).Job;
        Assert.Equal(described.Units, Ask<Committed>(new Commit(job)).Units);
        SubmittedJobs.Add(job);
        return job;
    }

    internal Open NewOpen(TestJob described, long? chunk = null, string? key = null) =>
        new(new("test", Workload.Encode(described), chunk), Guid.NewGuid().ToString(), key);

    internal JobReport Report(JobId job) => Ask<JobReport>(new PullProgress(job));

    internal T Ask<T>(object question)
    {
        Coordinator.Tell(question, Driver);
        return Driver.ExpectMsg<T>();
    }
}
