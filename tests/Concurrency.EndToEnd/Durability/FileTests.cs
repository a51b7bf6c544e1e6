using System.Security.Cryptography;
using Concurrency.Actors.Tests.Storage;
using Concurrency.EndToEnd.Processes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>The file in which a seed keeps its jobs: whose it is, what becomes of one that cannot be used, and how to have a second one.</summary>
public sealed class FileTests(ITestOutputHelper output) : FolderTest(output)
{
    private const int Sites = 6;

    private string File => Path.Combine(Data, "jobs.db");

    [LinuxFact]
    public async Task A_second_seed_is_refused_the_folder_of_one_that_runs()
    {
        var seed = await FirstSeedAsync();
        (await RunAsync($"seed --listen 127.0.0.1:0 --data {Data}")).IsRefusal($"The jobs in '{Data}' are another process's, which is running");
        await WorkerAsync(seed);
        Assert.Equal(0, (await RunAsync($"gamma 6 --steps 1e5 --join {seed.Place}")).ExitCode);
    }

    [LinuxFact]
    public async Task A_file_that_cannot_be_used_is_refused_and_left_as_it_is()
    {
        var seed = await FirstSeedAsync();
        await WorkerAsync(seed);
        Assert.Equal(0, (await RunAsync($"gamma 6 --steps 1e5 --join {seed.Place}")).ExitCode);
        seed.Process.Send(Signal.Terminate);
        await seed.Process.EndAsync();
        var whole = await System.IO.File.ReadAllBytesAsync(File);

        await IsRefusedAsync(whole[..(Chance.Next(1, whole.Length / 8192) * 8192)], "is damaged");
        await IsRefusedAsync(whole[..Chance.Next(1, whole.Length)], "is damaged");
        await IsRefusedAsync([.. RandomNumberGenerator.GetBytes(8192), .. whole[8192..]], "is damaged");
        // Where SQLite has the version of what is in the file.
        await IsRefusedAsync([.. whole[..60], 0, 0, 0, 7, .. whole[64..]], "are kept in the way of version 7");

        await System.IO.File.WriteAllBytesAsync(File, whole);
        seed = await StoringSeedAsync($"--listen {seed.Place} --data {Data}");
        var jobs = await RunAsync($"jobs list --join {seed.Place} --output json");
        Assert.Equal("completed", Assert.Single(jobs.Json.GetProperty("jobs").EnumerateArray()).GetProperty("status").GetString());
    }

    [LinuxFact]
    public async Task A_backup_of_a_seed_that_runs_is_a_job_that_goes_on_from_there()
    {
        await using var web = new HoldingWeb();
        var list = new SiteList(web, Sites);
        var seed = await FirstSeedAsync();
        var worker = await WorkerAsync(seed);
        var job = (await RunAsync($"{list.CommandLine} --detach --join {seed.Place}")).Output.Trim();
        await list.AskedAsync(1);
        web.Answer(Sites / 2);
        await list.AskedAsync(Sites / 2);
        await using (var driver = await Driver.JoinAsync(seed)) await driver.HasRowsAsync(new(job), Sites / 2);

        using var backup = new TemporaryFolder();
        using (var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"VACUUM INTO '{backup["jobs.db"]}'";
            command.ExecuteNonQuery();
        }

        // It is not disturbed, and neither is the copy by what comes later.
        web.Open();
        list.HasEveryRow(await RunAsync($"jobs watch {job} --output json --join {seed.Place}"));
        list.WasAskedOnce();
        foreach (var process in new[] { worker.Process, seed.Process })
        {
            process.Send(Signal.Terminate);
            Assert.Equal(0, (await process.EndAsync()).ExitCode);
        }

        seed = await StoringSeedAsync($"--listen {seed.Place} --data {backup.Name}");
        await WorkerAsync(seed);
        list.HasEveryRow(await RunAsync($"jobs watch {job} --output json --join {seed.Place}"));
        Assert.Equal(Sites + Sites / 2, web.Asked.Count);
    }

    private async Task IsRefusedAsync(byte[] contents, string saying)
    {
        await System.IO.File.WriteAllBytesAsync(File, contents);
        (await RunAsync($"seed --listen 127.0.0.1:0 --data {Data}")).IsRefusal(saying);
        Assert.Equal(contents, await System.IO.File.ReadAllBytesAsync(File));
        Assert.Equal("jobs.db lock", string.Join(' ', Directory.EnumerateFiles(Data).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }
}
