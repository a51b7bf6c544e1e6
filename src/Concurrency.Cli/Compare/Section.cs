namespace Concurrency.Cli.Compare;

/// <summary>A way of running a job.</summary>
/// <param name="Mode">A word of <c>--mode</c>, or <see cref="Scalar"/>.</param>
/// <param name="Parallelism">Slots.</param>
/// <param name="Concurrency">How many units are waited for at once in each slot.</param>
internal sealed record Way(string Mode, int Parallelism, int Concurrency = 1)
{
    public const string Scalar = "scalar";

    public const string Serial = "serial";

    /// <summary>Whether it is one of those that serial is the baseline of.</summary>
    public bool IsParallel => Mode is not (Scalar or Serial);

    /// <summary>What readers know it by where the mode's word says too little; null elsewhere.</summary>
    public string? Title { get; init; }

    /// <summary><c>serial</c>, <c>threads 4</c>, <c>threads 2 × 64</c>.</summary>
    public string Name => Title ?? (IsParallel ? $"{Mode} {Parallelism}" : Mode) + (Concurrency > 1 ? $" × {Concurrency}" : "");
}

/// <summary>One of those that are compared.</summary>
/// <param name="RunAsync">Runs the job once more, from nothing; ends early when the program is to end.</param>
internal sealed record Entrant(Way Way, Func<Task<Trial>> RunAsync)
{
    /// <summary>It takes part in so many rounds at most.</summary>
    public int MostRepeats { get; init; } = int.MaxValue;
}

/// <summary>What a section compares: one and the same job, run in different ways.</summary>
/// <param name="Name">For programs: one word.</param>
/// <param name="Phrase">For sentences, such as <c>the scaled job</c>.</param>
/// <param name="Description">What the job is.</param>
internal sealed record Topic(string Name, string Phrase, string Description);

/// <summary>Those who run the same job, one of them <see cref="Way.Serial"/>.</summary>
internal sealed record Section(Topic Topic, IReadOnlyList<Entrant> Entrants);
