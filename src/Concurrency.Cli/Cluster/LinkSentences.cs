using Concurrency.Actors.Gateway;

namespace Concurrency.Cli.Cluster;

/// <summary>What a driver's user is told of the way to the coordinator: nothing until it is lost or waited for, and then each thing once until another has happened.</summary>
internal sealed class LinkSentences(Action<string> say)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private volatile bool _isLost;

    public bool IsLost => _isLost;

    public Action<string> Say { get; set; } = say;

    /// <summary>May be called from any thread.</summary>
    public void Tell(LinkNews news)
    {
        lock (_lock)
        {
            switch (news)
            {
                case LinkNews.Lost lost:
                    _isLost = true;
                    _said.Clear();
                    Say($"The coordinator at {lost.Seed} does not answer any more; looking for it.");
                    break;
                case LinkNews.Found found when _isLost:
                    _isLost = false;
                    Say($"The coordinator answers again, at {found.Seed}.");
                    break;
                // Before there ever was a coordinator it is why there is no connection, which is said elsewhere.
                case LinkNews.Unanswered unanswered when (_isLost || unanswered is LinkNews.Vacant) && _said.Add(unanswered.Sentence):
                    Say($"{unanswered.Sentence} Trying on.");
                    break;
                case LinkNews.Refused refused when _isLost && _said.Add(refused.Sentence):
                    Say(refused.Sentence);
                    break;
            }
        }
    }
}
