using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Cluster;

/// <summary>The workloads that every node of a cluster knows.</summary>
internal static class Workloads
{
    /// <param name="prober">Asks the sites of the uptime jobs that run in this process.</param>
    public static WorkloadCatalog All(Prober prober) => new(new GammaWorkload(), new UptimeWorkload(prober));
}
