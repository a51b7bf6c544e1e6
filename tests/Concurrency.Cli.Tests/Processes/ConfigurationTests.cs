namespace Concurrency.Cli.Tests.Processes;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("concurrency.job.chunk.longest = 20ms")]
    [InlineData("concurrency { coordinator { prefetch-limit = 2 } }")]
    public async Task A_file_with_good_settings_is_taken(string hocon)
    {
        var ended = await WithFileAsync(hocon);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }

    [Theory]
    [InlineData("concurrency.job.attempt-limit = none", "concurrency.job.attempt-limit is 'none'")]
    [InlineData("concurrency.job.lease-time = -5s", "concurrency.job.lease-time is '-5s'")]
    [InlineData("concurrency.job.lease-time = ${nowhere}", "nowhere")]
    [InlineData("concurrency.job.lease-time = ${concurrency.job.lease-time}", "substitution")]
    [InlineData("concurrency.job.lease-time = null", "concurrency.job.lease-time is ''")]
    [InlineData("concurrency.job.lease-time = NaN", "concurrency.job.lease-time is 'NaN'")]
    [InlineData("concurrency.job.lease-time = 1500ms", "2 times concurrency.worker.hello-interval")]
    [InlineData("concurrency.job.atempt-limit = 5", "concurrency.job.atempt-limit")]
    [InlineData("gamma.steps = 5", "gamma")]
    [InlineData("hello world", "hello")]
    [InlineData("", "empty")]
    [InlineData("concurrency { gamma { steps = 7", "brackets")]
    [InlineData("concurrency { gamma { steps = 7 ] }", "brackets")]
    [InlineData("akka.actor.serialize-messages = maybe", "configuration")]
    [InlineData("concurrency.gamma.rule = lots", "concurrency.gamma.rule is 'lots'")]
    [InlineData("concurrency.driver.mode = sideways", "concurrency.driver.mode is 'sideways'")]
    [InlineData("concurrency.compute-dispatcher = foo", "configuration")]
    [InlineData("concurrency.compute-dispatcher.type = foo", "foo")]
    [InlineData("akka.loggers = [\"No.Such.Logger, Nowhere\"]", "No.Such.Logger")]
    [InlineData("akka.loglevel = shouting", "SHOUTING")]
    [InlineData("akka.actor = 5", "configuration")]
    public async Task A_file_with_a_bad_setting_is_refused_with_its_name(string hocon, string saying) =>
        (await WithFileAsync(hocon)).IsRefusal(saying);

    [Theory]
    [InlineData("serial")]
    [InlineData("threads")]
    public async Task The_environment_overrules_the_file_in_every_mode(string mode)
    {
        await File.WriteAllTextAsync(_file, "concurrency.job.attempt-limit = 5");
        string[] arguments = ["gamma", "6", "--steps", "1000", "--mode", mode, "--config", _file];
        Assert.Equal(0, (await ConcurrencyProcess.RunAsync(arguments, ("CONCURRENCY_JOB_ATTEMPT_LIMIT", "4"))).ExitCode);
        (await ConcurrencyProcess.RunAsync(arguments, ("CONCURRENCY_JOB_ATTEMPT_LIMIT", "few"))).IsRefusal("concurrency.job.attempt-limit is 'few'");
    }

    [Fact]
    public async Task Brackets_nested_without_end_are_refused() =>
        (await WithFileAsync(string.Concat(Enumerable.Repeat("{a:", 100_000)))).IsRefusal("brackets");

    [Fact]
    public async Task A_device_is_no_configuration()
    {
        if (!OperatingSystem.IsWindows()) (await ConcurrencyProcess.RunAsync(["gamma", "6", "--config", "/dev/zero"])).IsRefusal("/dev/zero");
    }

    [Fact]
    public async Task What_the_command_line_does_not_say_the_configuration_does()
    {
        await File.WriteAllTextAsync(_file, "concurrency.gamma { steps = 1e5, rule = simpson }\nconcurrency.driver { output = json, parallelism = 3 }");
        var ended = await ConcurrencyProcess.RunAsync(["gamma", "6", "--config", _file], ("CONCURRENCY_GAMMA_STEPS", "2_000"));
        Assert.Contains("\"steps\":2000", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"simpson\"", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\"parallelism\":3", ended.Output, StringComparison.Ordinal);

        var serial = await ConcurrencyProcess.RunAsync(["gamma", "6", "--config", _file, "--mode", "serial"]);
        Assert.Contains("\"parallelism\":1", serial.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_in_the_environment_may_have_any_character()
    {
        var ended = await ConcurrencyProcess.RunAsync(["gamma", "6"], ("CONCURRENCY_GAMMA_RULE", "a\"b\\c"));
        ended.IsRefusal("concurrency.gamma.rule is 'a\"b\\c'");
    }

    private async Task<Ended> WithFileAsync(string hocon)
    {
        await File.WriteAllTextAsync(_file, hocon);
        return await ConcurrencyProcess.RunAsync(["gamma", "6", "--steps", "1000", "--config", _file]);
    }
}
