using System.Net;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>What cannot be, and the sentence that says so.</summary>
public class RefusalTests(ITestOutputHelper output) : ClusterTest(output)
{
    [LinuxFact]
    public async Task A_second_seed_at_the_same_port_is_refused()
    {
        var seed = await SeedAsync();
        (await RunAsync($"seed --listen {seed.Place} --in-memory")).IsRefusal($"{seed.Place} is taken");
    }

    [LinuxFact]
    public async Task A_worker_whose_seed_is_not_there_says_so_and_finds_it_when_it_comes()
    {
        var seed = await SeedAsync();
        seed.Process.Send(Processes.Signal.Kill);
        await seed.Process.EndAsync();

        var worker = Start($"worker --join {seed.Place} --slots 1");
        await worker.Error.LineAsync($"No seed listens at {seed.Place}: start one with 'concurrency seed'. Trying on.");
        await SeedAsync($"--listen {seed.Place}");
        await worker.Output.LineAsync($"ready: 1 slot, for the seed at {seed.Place}.");
    }

    [LinuxFact]
    public async Task A_worker_that_calls_its_seed_by_another_name_is_told_which_to_use()
    {
        var seed = await SeedAsync();
        var worker = Start($"worker --join localhost:{seed.Place.Port}");
        await worker.Error.LineAsync($"A node at localhost:{seed.Place.Port} takes the connection, but that is not the address it goes by");
    }

    [LinuxFact]
    public async Task A_worker_that_finds_another_program_at_the_port_says_so()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var worker = Start($"worker --join {other.LocalEndpoint}");
        await worker.Error.LineAsync($"Something listens at {other.LocalEndpoint}, but does not talk as a seed without TLS does");
    }
}
