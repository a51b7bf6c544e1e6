using Concurrency.Cli.Uptime;

namespace Concurrency.Cli.TestSite;

/// <summary>What the sites of the sample list are made to do: the same on each run, so that runs can be compared.</summary>
internal static class TestSites
{
    /// <summary>No answer comes sooner than after so many milliseconds...</summary>
    private const int Shortest = 50;

    /// <summary>...and none is planned for later. The exercise has 170; what is left is for the way there and back, and for coarse timers.</summary>
    private const int Longest = 160;

    private const int Seed = 29;

    private static readonly string[] Missing = ["really-cool-available-domain.com", "another-really-interesting-domain.co"];

    private static readonly Dictionary<string, int> Failing = new(StringComparer.Ordinal) { ["snapchat.com"] = 404, ["baidu.com"] = 503 };

    private static readonly Dictionary<string, (int Status, string To)> Redirecting = new(StringComparer.Ordinal)
    {
        ["facebook.com"] = (302, "www.facebook.com"),
        ["gmail.com"] = (301, "mail.google.com"),
        ["heroku.com"] = (308, "www.heroku.com"),
        ["basecamp.com"] = (307, "basecamp.com/about"),
        ["live.com"] = (302, "outlook.live.com"),
        ["wordpress.com"] = (301, "www.wordpress.com"),
    };

    /// <summary>In the order of the sample list.</summary>
    public static IReadOnlyList<Site> All { get; } = Plan();

    /// <summary>One more, which takes the request and never answers.</summary>
    public static Site Hanging { get; } = new("never-answers.example", [new Answer("/never-answers.example", 200, Timeout.InfiniteTimeSpan)]);

    private static List<Site> Plan()
    {
        var random = new Random(Seed);
        return [.. SampleList.Urls.Select(url => Planned(new Uri(url).Host, random))];
    }

    private static Site Planned(string name, Random random)
    {
        var path = $"/{name}";
        if (Missing.Contains(name, StringComparer.Ordinal)) return new(name, []);
        if (!Redirecting.TryGetValue(name, out var redirect))
            return new(name, [new Answer(path, Failing.GetValueOrDefault(name, 200), Draw(random, Shortest, Longest))]);

        // Half the time each, so that neither hop alone is too quick nor both together too slow.
        var half = Draw(random, Shortest, Longest / 2);
        var target = $"/{redirect.To}";
        return new(name, [new Answer(path, redirect.Status, half, target), new Answer(target, 200, half)]);
    }

    private static TimeSpan Draw(Random random, int least, int most) => TimeSpan.FromMilliseconds(random.Next(least, most + 1));
}
