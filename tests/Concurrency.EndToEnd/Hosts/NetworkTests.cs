using System.Net;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Hosts;

/// <summary>Nodes on hosts of their own, with what lies between real hosts.</summary>
public sealed class NetworkTests(ITestOutputHelper output) : ClusterTest(output)
{
    private const int Port = 4053;
    private static readonly IPAddress SeedAddress = IPAddress.Parse("10.77.0.1");
    private static readonly string Join = $"--join {SeedAddress}:{Port} --insecure";

    private readonly List<Network> _networks = [];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _networks.ForEach(network => network.Dispose());
    }

    [NetworkFact]
    public async Task A_worker_behind_a_router_that_translates_addresses_works_also_when_that_has_forgotten_its_connections()
    {
        var sum = await LongSum.Job;
        var network = NewNetwork();
        var one = network.Add("one", SeedAddress);
        var router = network.Add("router", IPAddress.Parse("10.77.0.2"));
        // At home the seed's address leads to the router, which goes on in its own name: the seed sees nobody else, and cannot dial home.
        var home = network.AddAlone("home", SeedAddress);
        var inside = home.Bound(Port);
        inside.Listen();
        await using var relay = new Relay(inside, router.NewSocket);
        relay.LeadTo(new IPEndPoint(SeedAddress, Port));

        await SeedAsync($"--listen {SeedAddress}:{Port} --insecure", one.Runner);
        var worker = await WorkerAsync($"{Join} --slots 1", home.Runner);
        var driver = Start($"{sum.CommandLine} {Join}", one.Runner);
        relay.Cut();
        await worker.Process.Error.LineAsync("does not answer any more");
        await worker.Process.Output.LineAsync("ready");

        var end = await driver.EndAsync();
        Assert.Equal((0, sum.Bits), (end.ExitCode, LongSum.BitsOf(end.Json)));
    }

    [NetworkFact]
    public async Task A_worker_that_was_cut_off_in_silence_works_again_when_it_is_back()
    {
        var sum = await LongSum.Job;
        var network = NewNetwork();
        var one = network.Add("one", SeedAddress);
        var two = network.Add("two", IPAddress.Parse("10.77.0.2"));
        var three = network.Add("three", IPAddress.Parse("10.77.0.3"));
        await using var web = new HoldingWeb(one.Bound(port: 0));
        await SeedAsync($"--listen {SeedAddress}:{Port} --insecure", one.Runner);
        var stays = await WorkerAsync($"{Join} --slots 1", two.Runner);
        var goes = await WorkerAsync($"{Join} --slots 1", three.Runner);

        // A probe in flight at each; that of the one which is cut off is made again by the other.
        const int sites = 6;
        var probing = Start($"uptime {string.Join(' ', Enumerable.Range(0, sites).Select(site => web[site]))} --concurrency 1 --chunk-size 1 --output json {Join}", one.Runner);
        string[] asked = [await web.AskedAsync(), await web.AskedAsync()];
        network.Unplug(three);
        web.Open();
        var probed = await probing.EndAsync();
        Assert.Equal((0, sites), (probed.ExitCode, probed.Json.GetProperty("up").GetInt32()));
        Assert.All(probed.Json.GetProperty("sites").EnumerateArray(), site => Assert.Equal(stays.Name, site.GetProperty("worker").GetString()));
        Assert.NotEqual(asked[0], asked[1], StringComparer.Ordinal);

        // By now both ends have found out, each by itself.
        await goes.Process.Error.LineAsync("does not answer any more");
        await goes.Process.Error.LineAsync($"Nothing answers at {SeedAddress}:{Port}: look whether the machine is there and whether a firewall lets port {Port} through. Trying on.");
        network.Plug(three);
        await goes.Process.Output.LineAsync("ready");

        stays.Process.Send(Signal.Kill);
        var end = await RunAsync($"{sum.CommandLine} {Join}", one.Runner);
        Assert.Equal((0, sum.Bits), (end.ExitCode, LongSum.BitsOf(end.Json)));
    }

    private Network NewNetwork()
    {
        var network = new Network();
        _networks.Add(network);
        return network;
    }
}
