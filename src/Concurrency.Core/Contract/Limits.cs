namespace Concurrency.Core.Contract;

/// <summary>What the wire and the store hold everybody to. A message has to fit a frame of 128,000 bytes, so none of it may grow without end.</summary>
public static class Limits
{
    /// <summary>An encoded partial, merged or not.</summary>
    public const int PartialBytes = 32 * 1024;

    /// <summary>The parameters of a job, which travel with every lease beside its items.</summary>
    public const int ParametersBytes = 32 * 1024;

    /// <summary>The note that a hand-back leaves for the next run.</summary>
    public const int NoteBytes = 1024;

    /// <summary>A failure's reason; the rest is cut off. A report may have a hundred of them.</summary>
    public const int ReasonBytes = 500;

    /// <summary>A sentence for the user; the rest is cut off.</summary>
    public const int SentenceBytes = 2000;

    /// <summary>The key that a user gives to a job.</summary>
    public const int KeyBytes = 200;

    /// <summary>What a hand-back may ask to wait, or somebody to be avoided.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(30);

    /// <summary>Items or records that travel in one message.</summary>
    public const int PageBytes = 64 * 1024;
}
