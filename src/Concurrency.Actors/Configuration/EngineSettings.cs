using System.Globalization;
using Akka.Configuration;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Configuration;

/// <summary>Every setting under <c>concurrency</c>, read once and checked. What each one is for stands in <c>hocon/reference.conf</c>.</summary>
public sealed record EngineSettings
{
    public required LedgerRules Rules { get; init; }

    /// <summary>In bytes.</summary>
    public required long UnreadRows { get; init; }

    /// <summary>Whether rows that every reader has are kept for others that may come.</summary>
    public required bool KeepsReadRows { get; init; }

    public required TimeSpan LivenessInterval { get; init; }

    public required TimeSpan WorkerSilence { get; init; }

    /// <summary>The value of phi from which on a worker counts as gone.</summary>
    public required double WorkerSuspicion { get; init; }

    public required TimeSpan DisconnectGrace { get; init; }

    public required TimeSpan LateBy { get; init; }

    public required int PrefetchLimit { get; init; }

    public required int FinishedJobs { get; init; }

    /// <summary>In bytes, of all jobs.</summary>
    public required long KeptRows { get; init; }

    public required TimeSpan UncommittedTime { get; init; }

    /// <summary>How long a job that is back from the store waits for workers to say what they hold of it.</summary>
    public required TimeSpan AdoptionTime { get; init; }

    public required TimeSpan HelloInterval { get; init; }

    public required TimeSpan WorkerProgressInterval { get; init; }

    public required TimeSpan DrainTimeout { get; init; }

    public required TimeSpan KnockInterval { get; init; }

    public required TimeSpan KnockIntervalAlone { get; init; }

    public required TimeSpan CoordinatorSilence { get; init; }

    public required ProcessSettings Processes { get; init; }

    public required StoreSettings Store { get; init; }

    public required TimeSpan DriverProgressInterval { get; init; }

    public required TimeSpan TryTimeout { get; init; }

    public required TimeSpan AnswerTimeout { get; init; }

    public required TimeSpan ReaderPatience { get; init; }

    /// <exception cref="BadSettingException">A value is missing or out of range.</exception>
    public static EngineSettings Read(Config config)
    {
        var read = new Reader(config);
        return new()
        {
            Rules = new()
            {
                AttemptLimit = read.Count("job.attempt-limit"),
                FailedUnitLimit = read.Count("job.failed-unit-limit", most: 100),
                LeaseTime = read.TimeFrom("job.lease-time", "worker.hello-interval", times: 2),
                ShortestChunk = read.Time("job.chunk.shortest"),
                LongestChunk = read.TimeFrom("job.chunk.longest", "job.chunk.shortest"),
                LongestChunkForStranger = read.TimeFrom("job.chunk.longest-for-stranger", "job.chunk.shortest"),
                StragglerFactor = read.Factor("job.straggler.factor"),
                StragglerAfter = read.Time("job.straggler.after"),
                StragglerAfterUnknown = read.Time("job.straggler.after-unknown"),
            },
            UnreadRows = read.Bytes("job.unread-rows"),
            KeepsReadRows = read.Switch("job.keep-read-rows"),
            LivenessInterval = read.Time("coordinator.liveness-interval"),
            WorkerSilence = read.TimeFrom("coordinator.worker-silence", "worker.hello-interval", times: 2),
            WorkerSuspicion = read.Factor("coordinator.worker-suspicion"),
            DisconnectGrace = read.Time("coordinator.disconnect-grace"),
            LateBy = read.Time("coordinator.late-by"),
            PrefetchLimit = read.Count("coordinator.prefetch-limit"),
            FinishedJobs = read.Count("coordinator.finished-jobs"),
            KeptRows = read.Bytes("coordinator.kept-rows"),
            UncommittedTime = read.Time("coordinator.uncommitted-time"),
            AdoptionTime = read.Time("coordinator.adoption-time"),
            HelloInterval = read.Time("worker.hello-interval"),
            WorkerProgressInterval = read.Time("worker.progress-interval"),
            DrainTimeout = read.Time("worker.drain-timeout"),
            KnockInterval = read.Time("peer.knock-interval"),
            KnockIntervalAlone = read.Time("peer.knock-interval-alone"),
            CoordinatorSilence = read.TimeFrom("peer.coordinator-silence", "peer.knock-interval", times: 2),
            Processes = new()
            {
                RestartDelay = read.Time("processes.restart-delay"),
                LongestRestartDelay = read.TimeFrom("processes.longest-restart-delay", "processes.restart-delay"),
                DeathLimit = read.Count("processes.death-limit"),
                StartPatience = read.Time("processes.start-patience"),
                EndGrace = read.Time("processes.end-grace"),
            },
            Store = new()
            {
                Provider = read.Word("store.provider", StoreSettings.Providers),
                Directory = read.OrAuto("store.sqlite.directory"),
                IsSafeFromPowerCuts = read.Word("store.sqlite.synchronous", StoreSettings.Synchronous),
                CheckTime = read.Time("store.sqlite.check-time"),
                LockPatience = read.Time("store.sqlite.lock-patience"),
                ConnectionString = read.Text("store.postgresql.connection-string"),
                ConnectTimeout = read.Time("store.postgresql.connect-timeout"),
                StatementTimeout = read.Time("store.postgresql.statement-timeout"),
                BatchInterval = read.Time("store.batch-interval"),
                SnapshotEvery = read.Count("store.snapshot-every"),
                CacheBytes = read.Bytes("store.cache"),
                KeptBytes = read.Bytes("store.kept-bytes"),
                KeptFor = read.Time("store.kept-for", most: TimeSpan.FromDays(36_500)),
                UnaskedTime = read.Time("store.unasked-time"),
                RetryDelay = read.Time("store.retry-delay"),
                LongestRetryDelay = read.TimeFrom("store.longest-retry-delay", "store.retry-delay"),
            },
            DriverProgressInterval = read.Time("driver.progress-interval"),
            TryTimeout = read.TimeFrom("driver.try-timeout", "driver.progress-interval", times: 4),
            AnswerTimeout = read.TimeFrom("driver.answer-timeout", "driver.try-timeout", times: 2),
            ReaderPatience = read.TimeFrom("driver.patience", "driver.try-timeout", times: 2),
        };
    }

    private sealed class Reader(Config config)
    {
        public int Count(string path, int most = int.MaxValue) =>
            int.TryParse(Text(path), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
                ? count
                : throw Bad(path, most == int.MaxValue ? "a whole number from 1 on" : $"a whole number from 1 to {most}");

        public long Bytes(string path)
        {
            try
            {
                if (config.GetByteSize(Full(path)) is { } bytes and > 0) return bytes;
            }
            catch (Exception)
            {
                // What is no size ends in more kinds of exception than there are to foresee.
            }

            throw Bad(path, "a size such as 64KiB or 16MiB");
        }

        public bool Switch(string path) => Text(path) switch
        {
            "on" or "true" => true,
            "off" or "false" => false,
            _ => throw Bad(path, "on or off"),
        };

        public T Word<T>(string path, IReadOnlyDictionary<string, T> words) => words.TryGetValue(Text(path), out var meant)
            ? meant
            : throw Bad(path, string.Join(" or ", words.Keys));

        /// <summary>Null for auto.</summary>
        public string? OrAuto(string path) => Text(path) switch
        {
            "" => throw Bad(path, "auto or a path"),
            "auto" => null,
            var text => text,
        };

        public double Factor(string path) =>
            double.TryParse(Text(path), NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor >= 1 && double.IsFinite(factor)
                ? factor
                : throw Bad(path, "a number from 1 on");

        public TimeSpan Time(string path) => Time(path, TimeSpan.FromDays(1));

        /// <param name="most">Shorter than this.</param>
        public TimeSpan Time(string path, TimeSpan most)
        {
            try
            {
                // Without its default argument the getter takes what it cannot read for zero.
                var time = config.GetTimeSpan(Full(path), TimeSpan.MinValue, allowInfinite: false);
                return time > TimeSpan.Zero && time < most ? time : throw Bad(path, "a duration such as 2ms, 1s or 5m");
            }
            catch (Exception e) when (e is not BadSettingException)
            {
                // What is no duration ends in more kinds of exception than there are to foresee.
                throw Bad(path, "a duration such as 2ms, 1s or 5m");
            }
        }

        public TimeSpan TimeFrom(string path, string least, int times = 1) => Time(path) >= times * Time(least)
            ? Time(path)
            : throw Bad(path, $"no less than {(times == 1 ? "" : $"{times} times ")}{Full(least)}, which is {Text(least)}");

        private static string Full(string path) => $"concurrency.{path}";

        public string Text(string path)
        {
            try
            {
                return config.GetString(Full(path), "")?.Trim() ?? "";
            }
            catch (Exception)
            {
                // Not a string at all: a list, an object, or null.
                return "";
            }
        }

        private BadSettingException Bad(string path, string right) => new($"{Full(path)} is '{Text(path)}'; it should be {right}.");
    }
}
