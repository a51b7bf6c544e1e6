using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Core.Contract;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>Asks the coordinator, and asks the same again, until there is an answer. The first one counts, to whichever asking it is.</summary>
internal sealed class Questions(ICanTell coordinator, EngineSettings settings, TimeProvider time)
{
    private readonly ResiliencePipeline _tries = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.Zero,
        })
        .AddTimeout(settings.TryTimeout)
        .Build();

    /// <exception cref="BadJobException">It was refused; the message says why.</exception>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    public async Task<T> AskAsync<T>(object question, CancellationToken cancelled)
    {
        IActorRef asker = ActorRefs.Nobody;
        var answering = coordinator.Ask<object>(
            replyTo =>
            {
                asker = replyTo;
                return question;
            },
            settings.AnswerTimeout,
            cancelled);

        object answer;
        try
        {
            var isAsked = true;
            answer = await _tries.ExecuteAsync(
                async late =>
                {
                    if (!isAsked) coordinator.Tell(question, asker);
                    isAsked = false;
                    return await answering.WaitAsync(late);
                },
                cancelled);
        }
        catch (AskTimeoutException)
        {
            throw new NoAnswerException($"The coordinator did not answer within {settings.AnswerTimeout.TotalSeconds} s.");
        }

        return answer switch
        {
            T expected => expected,
            Refused refused => throw new BadJobException(refused.Sentence),
            UnknownJob unknown => throw new UnknownJobException(unknown.Job),
            _ => throw new NoAnswerException($"The coordinator answered {question.GetType().Name} with {answer.GetType().Name}."),
        };
    }
}
