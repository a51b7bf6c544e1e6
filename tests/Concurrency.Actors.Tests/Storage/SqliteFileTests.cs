using System.Globalization;
using System.Security.Cryptography;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Storage;
using Microsoft.Data.Sqlite;

namespace Concurrency.Actors.Tests.Storage;

/// <summary>What becomes of the file when something is wrong with it, or with the disk.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private const string Stream = "job-test-1";

    private readonly TemporaryFolder _folder = new();

    private string Database => _folder["jobs.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_folder_is_made()
    {
        await using var system = new StoredSystem(StoredSystem.Sqlite(_folder["some/where"]));
        Assert.Equal(_folder["some/where/jobs.db"], system.Storage.Place);
        Assert.True(File.Exists(system.Storage.Place));
    }

    [Fact]
    public async Task It_is_safe_from_power_cuts_and_readers_wait_for_nobody()
    {
        await using var system = new StoredSystem(StoredSystem.Sqlite(_folder.Name));
        using var connection = system.Storage.Database.Connect();
        Assert.Equal(("wal", 2L, 2L), (Ask(connection, "PRAGMA journal_mode"), Ask(connection, "PRAGMA synchronous"), Ask(connection, "PRAGMA auto_vacuum")));
        await using var quick = new StoredSystem(StoredSystem.Sqlite(_folder["quick"], "concurrency.store.sqlite.synchronous = normal"));
        using var other = quick.Storage.Database.Connect();
        Assert.Equal(1L, Ask(other, "PRAGMA synchronous"));
    }

    [Fact]
    public async Task Two_do_not_share_a_folder()
    {
        await using (new StoredSystem(StoredSystem.Sqlite(_folder.Name)))
        {
            Assert.Equal(
                $"The jobs in '{_folder.Name}' are another process's, which is running: end it first, or choose another folder with --data.",
                Refusal());
        }

        await new StoredSystem(StoredSystem.Sqlite(_folder.Name)).DisposeAsync();
    }

    [Fact]
    public async Task A_copy_of_a_stopped_one_is_a_backup()
    {
        await FillAsync();
        using var restored = new TemporaryFolder();
        Assert.Equal("jobs.db lock", string.Join(' ', Directory.EnumerateFiles(_folder.Name).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        File.Copy(Database, restored["jobs.db"]);
        await using var system = new StoredSystem(StoredSystem.Sqlite(restored.Name));
        Assert.Equal(10, (await system.OpenAsync(Stream)).Recovered.Count);
    }

    [Fact]
    public async Task A_running_one_is_backed_up_with_VACUUM_INTO()
    {
        using var restored = new TemporaryFolder();
        await using (var system = new StoredSystem(StoredSystem.Sqlite(_folder.Name)))
        {
            var stream = await system.OpenAsync(Stream);
            await stream.StoreAllAsync([StoreSpec.Page(1), StoreSpec.Page(2)]);
            using (var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False"))
            {
                connection.Open();
                Ask(connection, $"VACUUM INTO '{restored["jobs.db"]}'");
            }

            await stream.StoreAsync(StoreSpec.Page(3));
        }

        await using var copy = new StoredSystem(StoredSystem.Sqlite(restored.Name));
        Assert.Equivalent(new[] { StoreSpec.Page(1), StoreSpec.Page(2) }, (await copy.OpenAsync(Stream)).Recovered, strict: true);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "half of it", "is damaged, or no database" },
        { "garbage at its beginning", "is damaged, or no database" },
        { "garbage in the middle", "is damaged (" },
        { "all but its last bytes", "is damaged (its end is missing)" },
        { "a table less", "is damaged (a table of it is missing)" },
        { "nothing", "is empty, but was not when it was made" },
        { "a text", "is damaged, or no database" },
        { "another program's", "is a database of some other program" },
        { "version 7", "are kept in the way of version 7, and this program knows version 1 alone" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_file_that_cannot_be_used_is_refused_and_left_as_it_is(string damage, string sentence)
    {
        await FillAsync();
        Damage(damage);
        var before = Contents();
        Assert.Contains(sentence, Refusal(), StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        Assert.Contains(sentence, Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a file", "'{0}/a file' is a file, so there can be no folder for jobs, '{0}/a file': choose another one with --data.")]
    [InlineData("a file/some/where", "'{0}/a file' is a file, so there can be no folder for jobs, '{0}/a file/some/where': choose another one with --data.")]
    [InlineData("a folder", "'{0}/a folder/jobs.db' is a folder, where the file with the jobs should be: take it away, or choose another folder with --data.")]
    public void A_folder_that_cannot_be_is_said(string folder, string sentence)
    {
        File.WriteAllText(_folder["a file"], "");
        Directory.CreateDirectory(_folder["a folder/jobs.db"]);
        var refused = Assert.Throws<StoreException>(() => new StoredSystem(StoredSystem.Sqlite(_folder[folder])));
        Assert.Equal(string.Format(CultureInfo.InvariantCulture, sentence, _folder.Name), refused.Message);
    }

    [Fact]
    public async Task What_was_written_last_is_not_taken_for_that_of_a_new_file()
    {
        await FillAsync();
        File.Move(Database, _folder["jobs.db-wal"]);
        Assert.Contains("is gone, but not", Refusal(), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["jobs.db-wal"]));
    }

    [Fact]
    public async Task One_that_is_locked_for_a_while_is_written_to_again()
    {
        await using var system = new StoredSystem(StoredSystem.Sqlite(_folder.Name));
        var stream = await system.OpenAsync(Stream);
        using (var somebody = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            somebody.Open();
            using var transaction = somebody.BeginTransaction();
            Assert.Equal(
                $"'{Database}' is locked by another program: jobs go on by themselves when it is done.",
                (await Assert.ThrowsAsync<StoreException>(() => stream.StoreAsync(StoreSpec.Page(1)))).Message);
        }

        var again = await system.OpenAsync(Stream);
        Assert.Empty(again.Recovered);
        await again.StoreAsync(StoreSpec.Page(1));
    }

    [SmallDiskFact]
    public async Task A_disk_that_was_full_is_written_to_again()
    {
        using var disk = new SmallDisk();
        await using var system = new StoredSystem(StoredSystem.Sqlite(disk.Name));
        var stream = await system.OpenAsync(Stream);
        await stream.StoreAsync(StoreSpec.Page(1));
        disk.Fill();
        Assert.Equal(
            $"The disk of '{system.Storage.Place}' is full: make room, and jobs go on by themselves.",
            (await Assert.ThrowsAsync<StoreException>(() => stream.StoreAsync(new JobEvents.PageAdded(2, [new(new byte[100_000])])))).Message);
        disk.MakeRoom();
        var again = await system.OpenAsync(Stream);
        Assert.Equivalent(new[] { StoreSpec.Page(1) }, again.Recovered, strict: true);
        await again.StoreAsync(StoreSpec.Page(2));
    }

    [SmallDiskFact]
    public void A_disk_that_is_full_at_the_start_is_said()
    {
        using var disk = new SmallDisk();
        disk.Fill();
        Assert.Contains("is full", Assert.Throws<StoreException>(() => new StoredSystem(StoredSystem.Sqlite(disk.Name))).Message, StringComparison.Ordinal);
        disk.MakeRoom();
        new StoredSystem(StoredSystem.Sqlite(disk.Name)).DisposeAsync().AsTask().Wait();
    }

    [Fact]
    public async Task Room_is_given_back()
    {
        await using var system = new StoredSystem(StoredSystem.Sqlite(_folder.Name));
        var stream = await system.OpenAsync(Stream);
        for (var page = 0; page < 40; page++) await stream.StoreAsync(new JobEvents.PageAdded(page, [new(RandomNumberGenerator.GetBytes(100_000))]));
        Checkpoint(system);
        Assert.InRange(new FileInfo(Database).Length, 4_000_000, 8_000_000);
        await system.Pages.EraseAsync(Stream);
        Checkpoint(system);
        Assert.InRange(new FileInfo(Database).Length, 0, 200_000);
    }

    [Fact]
    public void The_folder_of_a_seed_is_the_users_and_has_its_address()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal("/some/state/concurrency/one.example_4053", StateFolder.Of(new("one.example", 4053), _ => "/some/state"));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal($"{home}/.local/state/concurrency/--1_4053", StateFolder.Of(HostPort.Split("[::1]:4053"), _ => null));
        Assert.Equal($"{home}/.local/state/concurrency/a_1", StateFolder.Of(new("a", 1), _ => "relative"));
    }

    private async Task FillAsync()
    {
        await using var system = new StoredSystem(StoredSystem.Sqlite(_folder.Name));
        var stream = await system.OpenAsync(Stream);
        for (var page = 0; page < 10; page++) await stream.StoreAsync(new JobEvents.PageAdded(page, [new(RandomNumberGenerator.GetBytes(20_000))]));
    }

    private void Damage(string damage)
    {
        using var file = new FileStream(Database, FileMode.Open);
        var garbage = RandomNumberGenerator.GetBytes(50_000);
        switch (damage)
        {
            case "half of it":
                file.SetLength(file.Length / 2);
                break;
            case "all but its last bytes":
                file.SetLength(file.Length - 100);
                break;
            case "nothing":
                file.SetLength(0);
                break;
            case "garbage at its beginning":
                file.Write(garbage);
                break;
            case "garbage in the middle":
                file.Position = file.Length / 2;
                file.Write(garbage);
                break;
            case "a text":
                file.SetLength(0);
                file.Write("hello, this is no database, but a text"u8);
                break;
            default:
                file.Dispose();
                using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
                {
                    connection.Open();
                    Ask(connection, damage switch
                    {
                        "version 7" => "PRAGMA user_version = 7",
                        "a table less" => "DROP TABLE snapshot",
                        _ => "PRAGMA application_id = 7",
                    });
                }

                break;
        }
    }

    /// <summary>The names and the contents of all files but the lock.</summary>
    private Dictionary<string, string> Contents() => Directory.EnumerateFiles(_folder.Name).Where(file => Path.GetFileName(file) is not "lock")
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal);

    private string Refusal() => Assert.Throws<StoreException>(() => new StoredSystem(StoredSystem.Sqlite(_folder.Name))).Message;

    private static void Checkpoint(StoredSystem system)
    {
        using var connection = system.Storage.Database.Connect();
        Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static object? Ask(System.Data.Common.DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
