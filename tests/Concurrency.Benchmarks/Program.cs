using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Concurrency.Benchmarks;
using Concurrency.Benchmarks.Durability;
using Concurrency.Benchmarks.Recovery;

if (args is [QuickServer.Verb])
{
    QuickServer.Serve();
    return;
}

if (args is [ProbeRate.Verb])
{
    await ProbeRate.CompareAsync();
    return;
}

if (args is [ClusterRates.Verb])
{
    await ClusterRates.MeasureAsync();
    return;
}

if (args is [ClusterRates.WorkerVerb, var seed])
{
    await ClusterRates.WorkAsync(seed);
    return;
}

if (args is [ClusterRecovery.Verb])
{
    await ClusterRecovery.MeasureAsync();
    return;
}

if (args is [ClusterCosts.Verb])
{
    await ClusterCosts.MeasureAsync();
    return;
}

if (args is [ClusterLoad.Verb])
{
    await ClusterLoad.MeasureAsync();
    return;
}

if (args is [KernelRate.Verb, var x, var to, var steps])
{
    KernelRate.Measure(
        double.Parse(x, CultureInfo.InvariantCulture), double.Parse(to, CultureInfo.InvariantCulture), long.Parse(steps, CultureInfo.InvariantCulture));
    return;
}

if (args is [GammaThreads.Verb])
{
    await GammaThreads.CompareAsync();
    return;
}

if (args is [GammaThreads.BareVerb, var points])
{
    GammaThreads.MeasureBare(long.Parse(points, CultureInfo.InvariantCulture));
    return;
}

if (args is [ClusterDurability.Verb])
{
    await ClusterDurability.MeasureAsync();
    return;
}

if (args is [ClusterReturn.Verb])
{
    await ClusterReturn.MeasureAsync();
    return;
}

if (args is [ClusterMillion.Verb])
{
    await ClusterMillion.MeasureAsync();
    return;
}

if (args is [ResidentSet.Verb, var size])
{
    await ResidentSet.RunAsync(long.Parse(size, CultureInfo.InvariantCulture));
    return;
}

// Whole jobs, some seconds each: few iterations, in this process, with the ratio to the baseline of the same run.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithStrategy(RunStrategy.Monitoring)
    .WithWarmupCount(2)
    .WithIterationCount(7);
var config = DefaultConfig.Instance
    .AddJob(job)
    .AddColumn(StatisticColumn.Median)
    .HideColumns(Column.Error);
BenchmarkSwitcher.FromAssembly(typeof(EngineOverhead).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
if (args.Length > 0) return;
await GammaThreads.CompareAsync();
ResidentSet.Compare();
await ProbeRate.CompareAsync();
await ClusterRates.MeasureAsync();
await ClusterRecovery.MeasureAsync();
