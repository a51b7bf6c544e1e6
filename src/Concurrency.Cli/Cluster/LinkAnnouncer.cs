using Concurrency.Actors.Gateway;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Cluster;

/// <summary>Says what becomes of the way to the coordinator: each thing once, until another has happened.</summary>
/// <param name="ready">The line that says that the coordinator was found at a seed; it goes to standard output, where scripts wait for it.</param>
internal sealed class LinkAnnouncer(Surroundings surroundings, Func<string, string> ready)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>May be called from any thread.</summary>
    public void Tell(LinkNews news)
    {
        lock (_lock)
        {
            switch (news)
            {
                case LinkNews.Found found:
                    _said.Clear();
                    Announce(ready(found.Seed));
                    break;
                case LinkNews.Lost lost:
                    surroundings.Say($"The coordinator at {lost.Seed} does not answer any more; looking for it.");
                    break;
                case LinkNews.Unanswered unanswered when _said.Add(unanswered.Sentence):
                    surroundings.Say($"{unanswered.Sentence} Trying on.");
                    break;
            }
        }
    }

    private void Announce(string line)
    {
        try
        {
            surroundings.Output.WriteLine(line);
            surroundings.Output.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody reads along any more. The worker works all the same.
        }
    }
}
