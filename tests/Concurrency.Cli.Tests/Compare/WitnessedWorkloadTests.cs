using Concurrency.Cli.Compare;
using Concurrency.Core.Contract;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Tests.Compare;

public class WitnessedWorkloadTests
{
    private static readonly GammaWorkload Gamma = new();

    private static readonly GammaJob Job = new(6, 0, 20, 100_000);

    [Fact]
    public async Task Results_are_those_of_the_workload_itself()
    {
        var witness = new WitnessedWorkload(Gamma);
        Assert.Equal((Gamma.Name, Gamma.KernelVersion), (witness.Name, witness.KernelVersion));
        var (plan, original) = (witness.Open(Gamma.Encode(Job), 0), Gamma.Open(Gamma.Encode(Job), 0));
        Assert.Equal((original.Units, original.Traits), (plan.Units, plan.Traits));
        var chunk = new Chunk(new(3, 8), CancellationToken.None);
        Assert.Equal((await original.RunAsync(chunk)).Partial, (await plan.RunAsync(chunk)).Partial);
    }

    [Fact]
    public async Task It_knows_who_ran_what_and_counts_no_unit_twice()
    {
        var witness = new WitnessedWorkload(Gamma);
        var plan = witness.Open(Gamma.Encode(Job), 0);
        var threads = new List<int>();
        foreach (var range in new UnitRange[] { new(8, 13), new(0, 8), new(3, 8) }) await RunOnAThreadAsync(range);
        Assert.Equal([new(new(0, 8), threads[1]), new(new(8, 13), threads[0])], witness.Runs);

        Task RunOnAThreadAsync(UnitRange range)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            new Thread(() =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                _ = plan.RunAsync(new(range, CancellationToken.None)).AsTask().ContinueWith(_ => done.SetResult(), TaskScheduler.Default);
            }).Start();
            return done.Task;
        }
    }

    [Fact]
    public async Task A_run_that_fails_is_none()
    {
        var witness = new WitnessedWorkload(Gamma);
        var plan = witness.Open(Gamma.Encode(Job), 0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await plan.RunAsync(new(new(0, 8), new(canceled: true))));
        Assert.Empty(witness.Runs);
    }
}
