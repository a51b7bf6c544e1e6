using Concurrency.Cli.Uptime;

namespace Concurrency.Cli.Tests.Uptime;

public class SampleListTests
{
    [Fact]
    public void It_has_the_29_sites_of_the_exercise_each_once()
    {
        Assert.Equal(29, SampleList.Urls.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(29, SampleList.Urls.Count);
        Assert.Equal(("http://amazon.co.uk", "http://bing.com"), (SampleList.Urls[0], SampleList.Urls[^1]));
        Assert.All(SampleList.Urls, url => Assert.Equal($"{url}/", new Uri(url).AbsoluteUri));
    }
}
