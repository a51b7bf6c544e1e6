using Concurrency.Actors.Configuration;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Storage;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Processes;
using Concurrency.Core;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job with worker processes of this machine, one slot each, that are there for it alone; the coordinator is in this process.</summary>
internal sealed class ProcessesRunner : IJobRunner
{
    private readonly TimeProvider _time;
    private readonly WorkerProcesses _workers;
    private readonly Task<ProcessHost> _host;
    private readonly bool _isKept;

    public ProcessesRunner(IWorkload workload, RunTerms terms, Surroundings surroundings)
    {
        _time = surroundings.Time;
        _workers = new(terms.Parallelism, EngineSettings.Read(terms.Configuration).Processes, terms.File, surroundings);
        _host = HostAsync(workload, terms);
        _isKept = terms.Data is not null;
    }

    public TimeSpan ProcessorTimeElsewhere => _workers.ProcessorTime;

    /// <exception cref="RefusedException">No worker can be started.</exception>
    /// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
    /// <exception cref="StoreException">The job cannot be kept where it is to be.</exception>
    public async Task<JobReport> RunAsync(JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled)
    {
        var host = await _host;
        _workers.Say = listener.Say ?? _workers.Say;
        // The job's time begins when there is somebody to work on it. One that is called off before has no worker, and needs none.
        await Task.WhenAny(_workers.Ready, Task.Delay(Timeout.InfiniteTimeSpan, _time, cancelled));
        if (!cancelled.IsCancellationRequested) await _workers.Ready;
        return await host.Jobs.SubmitAndFollowAsync(spec, items, listener with { Progress = Progress }, _isKept, cancelled);

        void Progress(JobReport report)
        {
            _workers.Note(report.Chunks);
            listener.Progress(report);
        }
    }

    /// <summary>
    /// The host ends before its workers do: of a connection that breaks in the very moment in which the host closes it, remoting waits two seconds
    /// for a farewell that cannot come.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _workers.Dismiss();
        try
        {
            await EndHostAsync();
        }
        finally
        {
            await _workers.DisposeAsync();
        }
    }

    private async Task<ProcessHost> HostAsync(IWorkload workload, RunTerms terms)
    {
        var host = await Task.Run(() => ProcessHost.Start(new(workload), terms.Configuration, _time, terms.Data));
        _workers.Employ(host.Place, host.Gateway);
        return host;
    }

    private async Task EndHostAsync()
    {
        try
        {
            await (await _host).DisposeAsync();
        }
        catch (Exception e) when (e is BadSettingException or StoreException)
        {
            // It never started, and whoever wanted it was told.
        }
    }
}
