using System.Net;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>A worker that nobody can dial, and whose connection breaks though both ends live.</summary>
public class ConnectionTests(ITestOutputHelper output) : ClusterTest(output)
{
    [LinuxFact]
    public async Task A_connection_that_breaks_is_made_anew_and_leases_are_adopted()
    {
        var sum = await LongSum.Job;
        await using var relay = Relay.OnLoopback();
        var place = await FreePlaceAsync();
        relay.LeadTo(new IPEndPoint(IPAddress.Loopback, place.Port));
        var seed = await SeedAsync($"--listen {place} --advertise {relay.Place}");
        var worker = await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        // One chunk: were its lease not adopted, it would be begun anew.
        var job = await driver.SubmitAsync(sum, chunkUnits: long.MaxValue);
        for (var cuts = 1; cuts <= 3; cuts++)
        {
            var share = cuts / 5.0;
            await driver.UntilAsync(job, report => report.UnitsDone > report.Units * share);
            relay.Cut();
            await worker.Process.Error.LineAsync("does not answer any more");
            await worker.Process.Output.LineAsync("ready");
        }

        Assert.Equal(1, (await driver.SumAsync(job, sum)).Chunks);
    }
}
