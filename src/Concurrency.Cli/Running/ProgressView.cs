using Concurrency.Cli.CommandLine;
using Spectre.Console;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>
/// A live bar with rate and time left. Drawn from the first report on, so that a job that is over sooner costs nothing; gone when closed.
/// </summary>
/// <param name="console">Makes the console to draw on; null to draw nothing.</param>
internal sealed class ProgressView(Func<IAnsiConsole>? console, Quantity quantity) : IAsyncDisposable
{
    /// <summary>In characters: what is narrower has no room for a bar beside its words.</summary>
    private const int LeastWidthOfBar = 60;

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private IAnsiConsole? _console;
    private ProgressTask? _bar;
    private Task _drawing = Task.CompletedTask;

    /// <summary>May be called from any thread.</summary>
    public void Show(JobReport report)
    {
        if (console is null) return;
        lock (_lock)
        {
            if (_closed.Task.IsCompleted) return;
            if (_bar is null) _drawing = DrawAsync(_console = console());
            _bar!.Value = quantity.Of(report.UnitsDone);
            _bar.Description = Describe(report);
        }
    }

    /// <summary>Says something above the bar, or just says it when there never was one.</summary>
    public void Say(string sentence, Surroundings surroundings)
    {
        lock (_lock)
        {
            if (_console is null)
            {
                surroundings.Say(sentence);
                return;
            }

            try
            {
                // As it is: text would be folded at the width of the console, and URLs with it.
                _console.Write(new ControlCode(Sentences.OnOneLine(sentence) + Environment.NewLine));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Nobody can hear it.
            }
        }
    }

    /// <summary>Takes the bar away, soon; nothing is drawn any more.</summary>
    public void Close()
    {
        lock (_lock) _closed.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await _drawing;
    }

    private Task DrawAsync(IAnsiConsole on) => on.Progress()
        .AutoClear(true)
        .Columns([
            .. on.Profile.Width < LeastWidthOfBar ? Array.Empty<ProgressColumn>() : [new ProgressBarColumn()],
            new PercentageColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left },
        ])
        .StartAsync(context =>
        {
            _bar = context.AddTask(quantity.Noun, maxValue: quantity.Total);
            return _closed.Task;
        });

    private string Describe(JobReport report)
    {
        if (quantity.Rate(report.UnitsDone, report.Elapsed) is not { } rate || rate == 0) return quantity.Noun;
        var left = (quantity.Total - quantity.Of(report.UnitsDone)) / rate;
        var time = left < TimeSpan.MaxValue.TotalSeconds / 2 ? $", {Sentences.WholeSeconds(TimeSpan.FromSeconds(Math.Ceiling(left)))} left" : "";
        return $"{Sentences.Grouped(rate)} {quantity.Noun}/s{time}";
    }
}
