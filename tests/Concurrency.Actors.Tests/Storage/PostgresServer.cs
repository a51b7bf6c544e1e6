using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Concurrency.Actors.Tests.Storage;

/// <summary>A PostgreSQL server of the tests' own, on a free port of this machine; it goes with them.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "postgres";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concurrency-postgres-");
    private int _databases;

    /// <summary>Why there can be no server here; null if there can.</summary>
    public static string? Absence { get; } = Programs() is null
        ? "There is no PostgreSQL server on this machine; Debian's package postgresql has one."
        : Environment.IsPrivilegedProcess && !File.Exists("/usr/sbin/runuser") ? "PostgreSQL does not run as root, and there is no runuser to be somebody else with." : null;

    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        if (Absence is not null) return;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", User, _folder.FullName);
        await AsPostgresAsync("initdb", "--pgdata", Data, "--username", User, "--auth-local", "trust", "--auth-host", "scram-sha-256", "--pwfile", await PasswordFileAsync(), "--no-sync");
        Port = FreePort();
        await StartAsync();
    }

    public Task StartAsync() => AsPostgresAsync(
        "pg_ctl", "--pgdata", Data, "--wait", "--log", Path.Combine(_folder.FullName, "log"),
        "--options", $"-p {Port} -k {_folder.FullName} -c listen_addresses=127.0.0.1 -c fsync=off", "start");

    public Task StopAsync() => AsPostgresAsync("pg_ctl", "--pgdata", Data, "--wait", "--mode", "immediate", "stop");

    /// <summary>How to connect to a database that is made for the purpose.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{++_databases}";
        await using var source = NpgsqlDataSource.Create(Connection("postgres"));
        await source.CreateCommand($"CREATE DATABASE {name}").ExecuteNonQueryAsync();
        return Connection(name);
    }

    public string Connection(string database) => $"Host=127.0.0.1;Port={Port};Username={User};Password=secret;Database={database}";

    public async Task DisposeAsync()
    {
        if (Absence is null)
        {
            NpgsqlConnection.ClearAllPools();
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private static string? Programs() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private async Task<string> PasswordFileAsync()
    {
        var file = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(file, "secret\n");
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", User, file);
        return file;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task AsPostgresAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs()!, program);
        return Environment.IsPrivilegedProcess ? RunAsync("/usr/sbin/runuser", ["-u", User, "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    /// <summary>Output goes nowhere: the server has it from whoever starts it, and would keep a pipe open.</summary>
    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments]) { WorkingDirectory = "/", UseShellExecute = false })!;
        await process.WaitForExitAsync().WaitAsync(Limit);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}

/// <summary>Needs a PostgreSQL server.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Absence;
}
