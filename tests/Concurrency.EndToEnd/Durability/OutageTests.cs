using Concurrency.Actors.Tests.Storage;
using Concurrency.EndToEnd.Processes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>A store that cannot be written to for a while: that is said in a sentence, and everything goes on when it can.</summary>
public sealed class OutageTests(ITestOutputHelper output) : FolderTest(output)
{
    private const string Over = "The store works again.";

    [SmallDiskFact]
    public async Task A_disk_that_was_full_has_lost_nothing()
    {
        using var disk = new SmallDisk(megabytes: 64);
        await GoesOnAsync(disk.Name, disk.Fill, disk.MakeRoom, $"The disk of '{disk.Name}/jobs.db' is full: make room, and jobs go on by themselves.");
    }

    [LinuxFact]
    public async Task A_file_that_somebody_else_had_locked_has_lost_nothing()
    {
        var file = Path.Combine(Data, "jobs.db");
        using var somebody = new SqliteConnection($"Data Source={file};Pooling=False");
        SqliteTransaction? transaction = null;
        await GoesOnAsync(Data, Lock, () => transaction!.Dispose(), $"'{file}' is locked by another program: jobs go on by themselves when it is done.");

        void Lock()
        {
            somebody.Open();
            transaction = somebody.BeginTransaction();
        }
    }

    [LinuxFact]
    public async Task A_driver_waits_for_as_long_as_the_store_fails()
    {
        string[] haste = ["env", "CONCURRENCY_DEBUG=1", "CONCURRENCY_DRIVER_ANSWER_TIMEOUT=3s", "CONCURRENCY_DRIVER_TRY_TIMEOUT=1s"];
        var seed = await StoringSeedAsync($"--listen 127.0.0.1:0 --data {Data}", "env", "CONCURRENCY_STORE_SQLITE_LOCK_PATIENCE=100ms");
        await WorkerAsync(seed);
        var driver = Start($"gamma 6 --steps 1e15 --output json --join {seed.Place}", haste);
        await driver.Error.LineAsync("the gamma job runs");

        await using (var somebody = new SqliteConnection($"Data Source={Path.Combine(Data, "jobs.db")};Pooling=False"))
        {
            somebody.Open();
            await using var transaction = somebody.BeginTransaction();
            await driver.Error.LineAsync(" has nothing to say of the job ");
            await seed.Process.Error.LineAsync(" is locked by another program");
        }

        await seed.Process.Error.LineAsync(Over);
        driver.Send(Signal.Interrupt);
        var end = await driver.EndAsync();
        Assert.Equal((130, "cancelled"), (end.ExitCode, end.Json.GetProperty("status").GetString()));
    }

    /// <summary>A job is run into the fault, and one more is submitted meanwhile.</summary>
    private async Task GoesOnAsync(string folder, Action begin, Action end, string sentence)
    {
        var sum = await LongSum.Job;
        string[] patience = ["env", "CONCURRENCY_STORE_SQLITE_LOCK_PATIENCE=100ms"];
        var seed = await StoringSeedAsync($"--listen 127.0.0.1:0 --data {folder}", patience);
        await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);
        var job = await driver.SubmitAsync(sum);
        var moment = Chance.NextDouble() / 2;
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units * moment);

        // Whoever submits meanwhile is told, and so the fault is found out even if the job has just had its last chunk stored.
        begin();
        (await RunAsync($"gamma 6 --steps 1e5 --join {seed.Place}")).IsRefusal(sentence);
        await seed.Process.Error.LineAsync(sentence);
        end();
        await seed.Process.Error.LineAsync(Over);
        Assert.Equal(0, (await driver.SumAsync(job, sum)).Retries);
        Assert.Equal(0, (await RunAsync($"gamma 6 --steps 1e5 --join {seed.Place}")).ExitCode);
        Assert.Single(seed.Process.Error.All, line => line.Contains(sentence, StringComparison.Ordinal));
    }
}
