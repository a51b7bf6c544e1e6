using System.CommandLine;
using Concurrency.Actors.Driving;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concurrency.Cli.Running;

/// <summary>Draws something again and again, until Ctrl-C.</summary>
internal sealed class LiveView(ConfigurationOption configuration, Surroundings surroundings)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="draw">Asks how things are, and draws that.</param>
    /// <exception cref="RefusedException">There is no terminal to draw on.</exception>
    /// <exception cref="NoAnswerException">Nobody answers, though the connection is there.</exception>
    public async Task<int> ShowAsync(ParseResult parse, IConnection connection, Func<CancellationToken, Task<IRenderable>> draw)
    {
        if (surroundings.ProgressConsole is not { } create) throw new RefusedException("There is no terminal to draw a live view on: leave --live out.");
        var interval = configuration.Default(
            parse.GetValue(configuration), "driver.live-interval", name => Readers.Duration(name, Shortest, Longest)).Value;
        var (console, announce) = (create(), connection.Announce);
        // Written to the console that is drawn on, so that it comes to stand above the view.
        connection.Announce = sentence => console.Write(new ControlCode(Sentences.OnOneLine(sentence) + Environment.NewLine));
        try
        {
            await console.Live(new Text("")).StartAsync(context => DrawAsync(context, connection, draw, interval));
        }
        catch (OperationCanceledException) when (surroundings.Cancelled.IsCancellationRequested)
        {
            // That is how a live view ends.
        }
        finally
        {
            connection.Announce = announce;
        }

        return ExitCodes.Completed;
    }

    private async Task DrawAsync(LiveDisplayContext context, IConnection connection, Func<CancellationToken, Task<IRenderable>> draw, TimeSpan interval)
    {
        while (true)
        {
            try
            {
                context.UpdateTarget(new Rows(await draw(surroundings.Cancelled), new Text("Ctrl-C ends the view.")));
            }
            catch (NoAnswerException) when (connection.IsLost)
            {
                // It has been said, and is being looked for.
            }

            await Task.Delay(interval, surroundings.Time, surroundings.Cancelled);
        }
    }
}
