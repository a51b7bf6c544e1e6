using Concurrency.Actors.Configuration;
using Concurrency.Actors.Coordination.Workers;
using Concurrency.Core.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace Concurrency.Actors.Tests.Coordination.Workers;

public class LivenessTests
{
    private static readonly EngineSettings Settings = EngineSettings.Read(ConfigurationFiles.Load());
    private static readonly WorkerId Anna = new("anna", 1);

    private readonly FakeTimeProvider _time = new();
    private readonly Liveness _liveness;

    public LivenessTests()
    {
        _liveness = new(Settings, new(_time));
        for (var i = 0; i < 20; i++) Hear();
    }

    [Fact]
    public void A_worker_may_be_late_and_is_gone_within_6_s_of_silence()
    {
        _time.Advance(Settings.WorkerSilence);
        Assert.Null(_liveness.Verdict(Anna));
        _time.Advance(TimeSpan.FromSeconds(6) - Settings.WorkerSilence - Settings.LivenessInterval);
        Assert.Equal("worker anna has gone silent", _liveness.Verdict(Anna));
    }

    [Fact]
    public void A_broken_connection_counts_when_the_worker_is_not_back_in_a_moment()
    {
        Assert.True(_liveness.Doubt(Anna));
        Assert.False(_liveness.Doubt(Anna));
        Assert.Null(_liveness.Verdict(Anna));
        _time.Advance(Settings.DisconnectGrace);
        Assert.Equal("the connection to worker anna broke", _liveness.Verdict(Anna));
    }

    [Fact]
    public void A_worker_that_is_back_is_not_doubted()
    {
        _liveness.Doubt(Anna);
        Hear();
        Assert.Null(_liveness.Verdict(Anna));
    }

    [Fact]
    public void The_silence_of_a_judge_who_was_away_counts_against_nobody()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        _liveness.StartAnew([Anna]);
        Assert.Null(_liveness.Verdict(Anna));
    }

    private void Hear()
    {
        _time.Advance(Settings.HelloInterval);
        _liveness.Heard(Anna);
    }
}
