using System.Collections.Concurrent;
using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Security;
using Concurrency.Core.Contract;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>Asks the coordinator, and asks the same again, until there is an answer. The first one counts, to whichever asking it is.</summary>
internal sealed class Questions(IActorRef coordinator, EngineSettings settings, TimeProvider time)
{
    private readonly IActorRefProvider _provider = ((IInternalActorRef)coordinator).Provider;

    private readonly ResiliencePipeline _tries = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(settings.AnswerTimeout)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.Zero,
        })
        .AddTimeout(settings.TryTimeout)
        .Build();

    /// <summary>What is not answered yet, by who waits for the answer.</summary>
    private readonly ConcurrentDictionary<IActorRef, object> _open = [];

    /// <exception cref="BadJobException">It was refused; the message says why.</exception>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    /// <exception cref="SilenceException">Nobody answered in time.</exception>
    public async Task<T> AskAsync<T>(object question, CancellationToken cancelled) => await AnswerAsync(question, cancelled) switch
    {
        T expected => expected,
        Refused refused => throw new BadJobException(refused.Sentence),
        UnknownJob unknown => throw new UnknownJobException(unknown.Job),
        var answer => throw new NoAnswerException($"The coordinator answered {question.GetType().Name} with {answer.GetType().Name}."),
    };

    /// <summary>Asks all that is not answered yet once more, now: a coordinator was found, and what was asked before may have been lost.</summary>
    public void AskAgain()
    {
        foreach (var (asker, question) in _open) coordinator.Tell(question, asker);
    }

    private async Task<object> AnswerAsync(object question, CancellationToken cancelled)
    {
        // As Akka's own Ask does it, but that counts its askers, and anybody who reaches the port could answer the next ones.
        var path = _provider.TempPath().Parent / SecretName.New();
        var answer = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asker = new FutureActorRef<object>(answer, path, _provider);
        _provider.RegisterTempActor(asker, path);
        _open[asker] = question;
        try
        {
            return await _tries.ExecuteAsync(
                async late =>
                {
                    coordinator.Tell(question, asker);
                    return await answer.Task.WaitAsync(late);
                },
                cancelled);
        }
        catch (TimeoutRejectedException)
        {
            throw new SilenceException($"The coordinator did not answer within {settings.AnswerTimeout.TotalSeconds} s.");
        }
        finally
        {
            _open.TryRemove(asker, out _);
            _provider.UnregisterTempActor(path);
        }
    }
}
