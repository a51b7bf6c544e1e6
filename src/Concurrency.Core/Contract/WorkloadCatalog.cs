namespace Concurrency.Core.Contract;

/// <summary>The workloads that a process knows, by name.</summary>
/// <exception cref="ArgumentException">Two workloads have one name, or a name is not made of lower-case letters, digits and hyphens.</exception>
public sealed class WorkloadCatalog(params IEnumerable<IWorkload> workloads)
{
    private readonly Dictionary<string, IWorkload> _byName = workloads.ToDictionary(CheckedName, StringComparer.Ordinal);

    public IEnumerable<IWorkload> All => _byName.Values;

    /// <exception cref="BadJobException">No workload has this name.</exception>
    public IWorkload Find(string name) =>
        _byName.TryGetValue(name, out var workload)
            ? workload
            : throw new BadJobException($"There is no workload '{name}' here; there is {string.Join(", ", _byName.Keys)}.");

    // Names become parts of job ids, actor paths and command lines.
    private static string CheckedName(IWorkload workload) =>
        workload.Name.Length > 0 && workload.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            ? workload.Name
            : throw new ArgumentException($"A workload is named '{workload.Name}', but a name is made of the letters a to z, digits and hyphens.", nameof(workload));
}
