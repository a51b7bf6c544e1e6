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
    protected CoordinatorSpec(string workerSilence)
        : base(ConfigurationFiles.Load("testing", overrides: $$"""
            concurrency.worker.hello-interval = 50ms
            concurrency.coordinator { liveness-interval = 50ms, worker-silence = {{workerSilence}} }
            """))
    {
        var settings = EngineSettings.Read(Sys.Settings.Config);
        Coordinator = Sys.ActorOf(Actors.Coordination.Coordinator.Props(new(Workload), settings, TimeProvider.System));
        Driver = CreateTestProbe();
    }

    internal IActorRef Coordinator { get; }

    internal TestProbe Driver { get; }

    internal TestWorkload Workload { get; } = new();

    internal List<JobId> SubmittedJobs { get; } = [];

    internal JobId Submit(long units, long? chunk) => Submit(new TestJob(units), chunk);

    internal JobId Submit(TestJob described, long? chunk)
    {
        Coordinator.Tell(new Open(new("test", Workload.Encode(described), chunk)), Driver);
        var job = Driver.ExpectMsg<Opened>().Job;
        Coordinator.Tell(new Commit(job), Driver);
        Assert.Equal(described.Units, Driver.ExpectMsg<Committed>().Units);
        SubmittedJobs.Add(job);
        return job;
    }

    internal JobReport Report(JobId job)
    {
        Coordinator.Tell(new PullProgress(job), Driver);
        return Driver.ExpectMsg<JobReport>();
    }
}
