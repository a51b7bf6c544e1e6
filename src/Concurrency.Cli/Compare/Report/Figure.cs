namespace Concurrency.Cli.Compare.Report;

/// <summary>How a key stands for what it means: as it is drawn.</summary>
internal enum KeyKind
{
    Area,
    Line,
    Dashes,
}

/// <summary>What a colour of a figure means.</summary>
/// <param name="Colour">A variable of the page's style.</param>
internal sealed record Key(string Colour, KeyKind Kind, string Meaning)
{
    public string Markup
    {
        get
        {
            var (kind, style) = Kind switch
            {
                KeyKind.Area => ("", "background"),
                KeyKind.Line => ("line", "border-color"),
                _ => ("line dashes", "border-color"),
            };
            return $"<span><i class=\"{kind}\" style=\"{style}: var(--{Colour})\"></i>{Html.Encode(Meaning)}</span>";
        }
    }
}

/// <summary>A chart with its caption, and what its colours mean.</summary>
internal sealed record Figure(string Caption, string Svg, IReadOnlyList<Key> Keys)
{
    /// <summary>What else is to be said, below it; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>As it stands in the page.</summary>
    public IEnumerable<string> Lines =>
    [
        "<figure>",
        Html.Element("figcaption", Caption),
        $"<div class=\"key\">{string.Concat(Keys.Select(key => key.Markup))}</div>",
        Svg,
        .. Remark is null ? Array.Empty<string>() : [Html.Element("p class=\"faint\"", Remark)],
        "</figure>",
    ];
}
