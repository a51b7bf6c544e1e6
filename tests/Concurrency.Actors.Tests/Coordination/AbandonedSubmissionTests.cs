using Concurrency.Core;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>A driver that is not heard of any more before its job is committed.</summary>
public class AbandonedSubmissionTests() : CoordinatorSpec(workerSilence: "10m", "concurrency.coordinator.uncommitted-time = 1s")
{
    [Fact]
    public void A_job_whose_driver_stops_sending_its_input_is_dropped()
    {
        var job = Ask<Opened>(NewOpen(new(0), key: "k")).Job;
        Ask<PageTaken>(new Page(job, 0, [Payload.FromText("one")]));
        AwaitAssert(() => Assert.Empty(Ask<JobPage>(new ListJobs(0)).Jobs), TimeSpan.FromSeconds(30));
        Ask<UnknownJob>(new Page(job, 1, []));
        Assert.Equal(0, Ask<Opened>(NewOpen(new(0), key: "k")).Pages);
    }
}
