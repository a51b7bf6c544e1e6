using System.Diagnostics.CodeAnalysis;
using Concurrency.Actors.Gateway;

namespace Concurrency.Cli.Processes;

/// <summary>What a worker process is told, in one line on its standard input.</summary>
/// <param name="Name">Of the worker, without blanks, such as <c>process-1</c>.</param>
/// <param name="Place">Where the coordinator is.</param>
/// <param name="Gateway">The actor there that lets workers in. It is the secret of the run, and so nothing to stand on a command line, which everybody can see.</param>
internal sealed record WorkerOrder(string Name, HostPort Place, string Gateway)
{
    public string Line => $"{Name} {Place} {Gateway}";

    public static bool TryParse(string? line, [NotNullWhen(true)] out WorkerOrder? order)
    {
        order = line?.Split(' ') is [{ Length: > 0 } name, var place, { Length: > 0 } gateway] && HostPort.TryParse(place, out var at)
            ? new(name, at, gateway)
            : null;
        return order is not null;
    }
}
