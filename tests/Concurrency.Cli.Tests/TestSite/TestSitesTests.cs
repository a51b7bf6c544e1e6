using Concurrency.Cli.TestSite;
using Concurrency.Cli.Uptime;

namespace Concurrency.Cli.Tests.TestSite;

public class TestSitesTests
{
    private static readonly IReadOnlyList<Site> Sites = TestSites.All;

    [Fact]
    public void They_are_those_of_the_sample_list_in_its_order() =>
        Assert.Equal(SampleList.Urls, Sites.Select(site => $"http://{site.Name}"), StringComparer.Ordinal);

    [Fact]
    public void Two_are_missing() => Assert.Equal(
        ["really-cool-available-domain.com", "another-really-interesting-domain.co"],
        Sites.Where(site => site.IsMissing).Select(site => site.Name),
        StringComparer.Ordinal);

    [Fact]
    public void One_is_not_found_one_is_unavailable_and_all_others_that_are_there_end_with_200()
    {
        var ends = Sites.Where(site => !site.IsMissing).CountBy(site => site.Hops[^1].Status).ToDictionary();
        Assert.Equal([200, 404, 503], ends.Keys.Order());
        Assert.Equal((25, 1, 1), (ends[200], ends[404], ends[503]));
    }

    [Fact]
    public void Every_answer_and_every_way_through_a_redirect_takes_from_50_to_170_ms()
    {
        foreach (var site in Sites.Where(site => !site.IsMissing))
        {
            Assert.All(site.Hops, hop => Assert.InRange(hop.Latency.TotalMilliseconds, 50, 170));
            Assert.InRange(site.Hops.Sum(hop => hop.Latency.TotalMilliseconds), 50, 170);
        }
    }

    /// <summary>Numbers measured on different days can be compared.</summary>
    [Fact]
    public void Latencies_are_the_same_on_each_run()
    {
        Assert.Equal([147, 86, 102, 133], Sites.Take(4).Select(site => site.Hops.Sum(hop => hop.Latency.TotalMilliseconds)));
        Assert.Equal(3165, Sites.SelectMany(site => site.Hops).Sum(hop => hop.Latency.TotalMilliseconds));
    }

    [Fact]
    public void Six_redirect_in_every_way_there_is_to_a_path_that_answers_200()
    {
        var redirecting = Sites.Where(site => site.Hops.Count > 1).ToList();
        Assert.Equal(6, redirecting.Count);
        Assert.Contains("gmail.com", redirecting.Select(site => site.Name), StringComparer.Ordinal);
        Assert.Equal([301, 302, 307, 308], redirecting.Select(site => site.Hops[0].Status).Distinct().Order());
        foreach (var site in redirecting)
        {
            Assert.Equal(2, site.Hops.Count);
            Assert.Equal((site.Hops[0].Location, 200, null), (site.Hops[1].Path, site.Hops[1].Status, site.Hops[1].Location));
        }

        Assert.All(Sites.Except(redirecting), site => Assert.All(site.Hops, hop => Assert.Null(hop.Location)));
    }

    [Fact]
    public void Every_path_is_a_path_of_its_own()
    {
        var paths = Sites.Append(TestSites.Hanging).SelectMany(site => site.Hops).Select(hop => hop.Path).ToList();
        Assert.Equal(paths.Count, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(Sites.Where(site => !site.IsMissing), site => Assert.Equal($"/{site.Name}", site.Hops[0].Path));
    }
}
