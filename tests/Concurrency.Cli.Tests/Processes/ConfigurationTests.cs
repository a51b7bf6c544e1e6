namespace Concurrency.Cli.Tests.Processes;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("concurrency.job.chunk.longest = 20ms")]
    [InlineData("concurrency { coordinator { prefetch-limit = 2 } }")]
    [InlineData("")]
    public async Task A_file_with_good_settings_is_taken(string hocon)
    {
        var ended = await WithFileAsync(hocon);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }

    [Theory]
    [InlineData("concurrency.job.attempt-limit = none", "concurrency.job.attempt-limit is 'none'")]
    [InlineData("concurrency.job.lease-time = -5s", "concurrency.job.lease-time is '-5s'")]
    [InlineData("concurrency.job.lease-time = ${nowhere}", "nowhere")]
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
