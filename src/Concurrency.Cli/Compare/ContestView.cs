using Concurrency.Cli.CommandLine;
using Spectre.Console;

namespace Concurrency.Cli.Compare;

/// <summary>One live line on what is being run, where somebody looks; gone when closed.</summary>
internal sealed class ContestView(Surroundings surroundings) : IContestView, IAsyncDisposable
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProgressTask? _line;
    private Task _drawing = Task.CompletedTask;

    public void Show(string what, int done, int runs)
    {
        if (surroundings.Debugging) surroundings.Say($"debug: {what}");
        if (surroundings.ProgressConsole is not { } console) return;
        if (_line is null) _drawing = DrawAsync(console());
        _line!.MaxValue = Math.Max(runs, 1);
        _line.Value = done;
        _line.Description = Markup.Escape(what);
    }

    public async ValueTask DisposeAsync()
    {
        _closed.TrySetResult();
        await _drawing;
    }

    private Task DrawAsync(IAnsiConsole on) => on.Progress()
        .AutoClear(true)
        .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(context =>
        {
            _line = context.AddTask("comparing");
            return _closed.Task;
        });
}
