using System.Collections;
using Concurrency.Actors.Configuration;

namespace Concurrency.Actors.Tests.Configuration;

public class EngineSettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_reference_file()
    {
        var settings = EngineSettings.Read(ConfigurationFiles.Load());
        Assert.Equal(
            new EngineSettings
            {
                Rules = new()
                {
                    AttemptLimit = 3,
                    FailedUnitLimit = 100,
                    LeaseTime = TimeSpan.FromSeconds(15),
                    ShortestChunk = TimeSpan.FromMilliseconds(2),
                    LongestChunk = TimeSpan.FromSeconds(1),
                    LongestChunkForStranger = TimeSpan.FromMilliseconds(50),
                    StragglerFactor = 2,
                    StragglerAfter = TimeSpan.FromMilliseconds(100),
                    StragglerAfterUnknown = TimeSpan.FromSeconds(2),
                },
                UnreadRows = 16 << 20,
                KeepsReadRows = true,
                LivenessInterval = TimeSpan.FromSeconds(1),
                WorkerSilence = TimeSpan.FromSeconds(3),
                WorkerSuspicion = 8,
                DisconnectGrace = TimeSpan.FromMilliseconds(600),
                LateBy = TimeSpan.FromSeconds(1),
                PrefetchLimit = 64,
                FinishedJobs = 1000,
                KeptRows = 256 << 20,
                UncommittedTime = TimeSpan.FromMinutes(5),
                AdoptionTime = TimeSpan.FromSeconds(1),
                HelloInterval = TimeSpan.FromSeconds(1),
                WorkerProgressInterval = TimeSpan.FromMilliseconds(250),
                DrainTimeout = TimeSpan.FromSeconds(30),
                KnockInterval = TimeSpan.FromSeconds(1),
                KnockIntervalAlone = TimeSpan.FromMilliseconds(200),
                CoordinatorSilence = TimeSpan.FromSeconds(3),
                Processes = new()
                {
                    RestartDelay = TimeSpan.FromMilliseconds(100),
                    LongestRestartDelay = TimeSpan.FromSeconds(5),
                    DeathLimit = 3,
                    StartPatience = TimeSpan.FromSeconds(5),
                    EndGrace = TimeSpan.FromSeconds(1),
                },
                Store = new()
                {
                    Provider = StoreProvider.Sqlite,
                    Directory = null,
                    IsSafeFromPowerCuts = true,
                    CheckTime = TimeSpan.FromSeconds(1),
                    LockPatience = TimeSpan.FromSeconds(5),
                    ConnectionString = "",
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                    StatementTimeout = TimeSpan.FromSeconds(10),
                    BatchInterval = TimeSpan.FromMilliseconds(20),
                    SnapshotEvery = 500,
                    CacheBytes = 32 << 20,
                    KeptBytes = 10L << 30,
                    KeptFor = TimeSpan.FromDays(30),
                    UnaskedTime = TimeSpan.FromMinutes(1),
                    RetryDelay = TimeSpan.FromMilliseconds(200),
                    LongestRetryDelay = TimeSpan.FromSeconds(5),
                },
                DriverProgressInterval = TimeSpan.FromMilliseconds(100),
                TryTimeout = TimeSpan.FromSeconds(2),
                AnswerTimeout = TimeSpan.FromSeconds(20),
                ReaderPatience = TimeSpan.FromSeconds(30),
            },
            settings);
    }

    [Theory]
    [InlineData("job.attempt-limit", "0", "concurrency.job.attempt-limit is '0'; it should be a whole number from 1 on.")]
    [InlineData("job.attempt-limit", "many", "concurrency.job.attempt-limit is 'many'; it should be a whole number from 1 on.")]
    [InlineData("job.attempt-limit", "99999999999", "concurrency.job.attempt-limit is '99999999999'; it should be a whole number from 1 on.")]
    [InlineData("job.lease-time", "soon", "concurrency.job.lease-time is 'soon'; it should be a duration such as 2ms, 1s or 5m.")]
    [InlineData("job.lease-time", "-1s", "concurrency.job.lease-time is '-1s'; it should be a duration such as 2ms, 1s or 5m.")]
    [InlineData("job.lease-time", "", "concurrency.job.lease-time is ''; it should be a duration such as 2ms, 1s or 5m.")]
    [InlineData("job.straggler.factor", "0.5", "concurrency.job.straggler.factor is '0.5'; it should be a number from 1 on.")]
    [InlineData("job.unread-rows", "much", "concurrency.job.unread-rows is 'much'; it should be a size such as 64KiB or 16MiB.")]
    [InlineData("job.unread-rows", "0", "concurrency.job.unread-rows is '0'; it should be a size such as 64KiB or 16MiB.")]
    [InlineData("job.unread-rows", "-1MiB", "concurrency.job.unread-rows is '-1MiB'; it should be a size such as 64KiB or 16MiB.")]
    [InlineData("job.keep-read-rows", "perhaps", "concurrency.job.keep-read-rows is 'perhaps'; it should be on or off.")]
    [InlineData("store.provider", "oracle", "concurrency.store.provider is 'oracle'; it should be sqlite or postgresql or memory.")]
    [InlineData("store.sqlite.directory", "", "concurrency.store.sqlite.directory is ''; it should be auto or a path.")]
    [InlineData("driver.try-timeout", "399ms", "concurrency.driver.try-timeout is '399ms'; it should be no less than 4 times concurrency.driver.progress-interval, which is 100ms.")]
    [InlineData("driver.answer-timeout", "3s", "concurrency.driver.answer-timeout is '3s'; it should be no less than 2 times concurrency.driver.try-timeout, which is 2s.")]
    [InlineData("job.chunk.longest", "1ms", "concurrency.job.chunk.longest is '1ms'; it should be no less than concurrency.job.chunk.shortest, which is 2ms.")]
    public void A_value_that_cannot_be_is_refused_with_its_path(string path, string value, string sentence)
    {
        var config = ConfigurationFiles.Load(overrides: $"concurrency.{path} = \"{value}\"");
        Assert.Equal(sentence, Assert.Throws<BadSettingException>(() => EngineSettings.Read(config)).Message);
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_over_the_file_over_the_reference()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "concurrency.job { attempt-limit = 7, failed-unit-limit = 8, lease-time = 9s }");
            var environment = new Hashtable { ["CONCURRENCY_JOB_ATTEMPT_LIMIT"] = "5", ["CONCURRENCY_JOB_FAILED_UNIT_LIMIT"] = "6" };
            var rules = EngineSettings.Read(ConfigurationFiles.Load(
                file: file, environment: environment, overrides: "concurrency.job.attempt-limit = 4")).Rules;
            Assert.Equal((4, 6, TimeSpan.FromSeconds(9)), (rules.AttemptLimit, rules.FailedUnitLimit, rules.LeaseTime));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Every_setting_has_a_variable_of_its_own()
    {
        var paths = ConfigurationFiles.Paths(ConfigurationFiles.Load()).ToList();
        Assert.Contains("job.chunk.longest-for-stranger", paths, StringComparer.Ordinal);
        Assert.Equal(paths.Count, paths.Select(ConfigurationFiles.VariableOf).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_sentence()
    {
        var missing = Assert.Throws<BadSettingException>(() => ConfigurationFiles.Load(file: "/no/such/file.conf"));
        Assert.Contains("/no/such/file.conf", missing.Message, StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "concurrency.job.attempt-limit = \"}\" # }\n}");
            Assert.Contains(file, Assert.Throws<BadSettingException>(() => ConfigurationFiles.Load(file: file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
