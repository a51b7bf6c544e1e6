namespace Concurrency.Cli.Uptime;

/// <summary>The sites of the exercise that this grew out of, for whoever has no list at hand. Two of them do not exist.</summary>
internal static class SampleList
{
    public static IReadOnlyList<string> Urls { get; } =
    [
        "http://amazon.co.uk",
        "http://amazon.com",
        "http://facebook.com",
        "http://google.com",
        "http://google.fr",
        "http://google.es",
        "http://google.co.uk",
        "http://gmail.com",
        "http://stackoverflow.com",
        "http://github.com",
        "http://heroku.com",
        "http://really-cool-available-domain.com",
        "http://djangoproject.com",
        "http://rubyonrails.org",
        "http://basecamp.com",
        "http://trello.com",
        "http://shopify.com",
        "http://another-really-interesting-domain.co",
        "http://airbnb.com",
        "http://instagram.com",
        "http://snapchat.com",
        "http://youtube.com",
        "http://baidu.com",
        "http://yahoo.com",
        "http://live.com",
        "http://linkedin.com",
        "http://netflix.com",
        "http://wordpress.com",
        "http://bing.com",
    ];
}
