using Spectre.Console;

namespace Concurrency.Cli.CommandLine;

/// <summary>Draws tables for a person, who looks at a terminal or reads a file.</summary>
internal static class TextConsole
{
    /// <param name="width">Of what is no terminal, in characters. There are no colours there, and no blanks at the ends of lines.</param>
    public static void Write(TextWriter output, int width, Action<IAnsiConsole> draw)
    {
        var writer = new AnsiConsoleOutput(output);
        if (writer.IsTerminal)
        {
            draw(AnsiConsole.Create(new() { Out = writer }));
            return;
        }

        var text = new StringWriter();
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        draw(console);
        foreach (var line in text.ToString().TrimEnd().Split('\n')) output.WriteLine(line.TrimEnd());
    }
}
