using System.Text.RegularExpressions;
using Concurrency.Actors.Security;
using Concurrency.Cli.Certificates;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Tests.Certificates;

/// <summary>The verb in this process.</summary>
public sealed class CertificatesVerbTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("concurrency-certificates-").FullName, "new");

    public void Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task It_says_what_it_made_and_what_to_type_next()
    {
        Assert.Equal(0, await RunAsync("--out", _folder, "--host", "One.Example", "203.0.113.5", "--host", "one.example"));
        var node = Path.Combine(_folder, "one.example");
        Assert.Matches(
            $@"^authority    {Regex.Escape(_folder)}, made now: .*\r?\ncertificate  {Regex.Escape(node)}, for one.example and 203.0.113.5, until 20[0-9-]+\r?\n$", _output.ToString());
        Assert.Contains($"concurrency seed --listen 0.0.0.0:4053 --advertise one.example --tls {node}", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"concurrency worker --join SEED:4053 --tls {node}", _error.ToString(), StringComparison.Ordinal);
        Assert.True(NodeCertificates.Load(node).Security.IsTls);
    }

    [Fact]
    public async Task A_second_node_joins_the_authority_that_is_there()
    {
        Assert.Equal(0, await RunAsync("--out", _folder, "--host", "::1"));
        var authority = await File.ReadAllTextAsync(Path.Combine(_folder, "ca.crt"));
        _output.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("--out", _folder, "--host", "worker"));
        Assert.StartsWith("certificate  ", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(authority, await File.ReadAllTextAsync(Path.Combine(_folder, "worker", "ca.crt")));
        Assert.Contains("concurrency seed --listen [::1]:4053 --tls", _error.ToString(), StringComparison.Ordinal);
        // A colon is not for names of files everywhere.
        Assert.True(NodeCertificates.Load(Path.Combine(_folder, "__1")).Security.IsTls);
    }

    [Fact]
    public async Task A_second_certificate_of_that_name_is_refused()
    {
        Assert.Equal(0, await RunAsync("--out", _folder, "--host", "worker"));
        Assert.Equal(1, await RunAsync("--out", _folder, "--host", "worker"));
        Assert.Contains("is there already, and no key is ever overwritten", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_refused()
    {
        await File.WriteAllTextAsync(_folder, "");
        Assert.Equal(1, await RunAsync("--out", _folder, "--host", "worker"));
        Assert.Matches($"^'{Regex.Escape(_folder)}' cannot be written: .*\\.\r?\n$", _error.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("one.example:4053")]
    [InlineData("203.0.113.5:4053")]
    [InlineData("[::1]")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("fe80::1%1")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("300.1.1.1")]
    [InlineData("*.example")]
    [InlineData("one example")]
    [InlineData("one.example.")]
    [InlineData("../one")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("http://one.example")]
    [InlineData("größe.example")]
    public async Task What_is_no_host_is_refused(string host)
    {
        Assert.Equal(1, await RunAsync("--out", _folder, "--host", "fine.example", host));
        Assert.StartsWith($"--host is '{host}', but must be the name or the IP address of one machine", _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task Every_example_in_the_help_runs()
    {
        var examples = new CertificatesVerb(Surroundings()).Examples;
        Assert.NotEmpty(examples);
        foreach (var example in examples) Assert.Equal(0, await RunAsync(example.Line.Replace("--out certificates", $"--out {_folder}", StringComparison.Ordinal).Split(' ')[1..]));
    }

    private Task<int> RunAsync(params string[] arguments) => Application.RunAsync(["certificates", .. arguments], Surroundings());

    private Surroundings Surroundings() => new() { Output = _output, Error = _error };
}
