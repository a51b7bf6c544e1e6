using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>What drivers ask a coordinator about its workers, and of them.</summary>
internal static class WorkerQuestions
{
    public static async Task<IReadOnlyList<WorkerSummary>> WorkersAsync(this JobClient coordinator, CancellationToken cancelled)
    {
        var workers = new List<WorkerSummary>();
        WorkerPage page;
        do
        {
            page = await coordinator.AskAsync<WorkerPage>(new ListWorkers(workers.Count > 0 ? workers[^1].Name : ""), cancelled);
            workers.AddRange(page.Workers);
        }
        while (!page.End);
        return workers;
    }

    public static Task DrainAsync(this JobClient coordinator, string worker, CancellationToken cancelled) =>
        coordinator.AskAsync<Draining>(new DrainWorker(worker), cancelled);
}
