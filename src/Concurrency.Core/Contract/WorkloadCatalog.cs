namespace Concurrency.Core.Contract;

/// <summary>The workloads that a process knows, by name.</summary>
public sealed class WorkloadCatalog(params IEnumerable<IWorkload> workloads)
{
    private readonly Dictionary<string, IWorkload> _byName = workloads.ToDictionary(workload => workload.Name, StringComparer.Ordinal);

    public IEnumerable<IWorkload> All => _byName.Values;

    /// <exception cref="BadJobException">No workload has this name.</exception>
    public IWorkload Find(string name) =>
        _byName.TryGetValue(name, out var workload)
            ? workload
            : throw new BadJobException($"There is no workload '{name}' here; there is {string.Join(", ", _byName.Keys)}.");
}
