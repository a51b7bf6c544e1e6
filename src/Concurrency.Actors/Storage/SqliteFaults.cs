using static SQLitePCL.raw;

namespace Concurrency.Actors.Storage;

/// <summary>What SQLite's errors mean to users, each in one sentence.</summary>
internal static class SqliteFaults
{
    /// <summary>Whether what was stored is damaged.</summary>
    public static bool IsDamage(int code) => code is SQLITE_CORRUPT or SQLITE_NOTADB;

    /// <param name="code">See https://www.sqlite.org/rescode.html; the primary one.</param>
    /// <param name="isRunning">See <see cref="JobDatabase.Sentence"/>.</param>
    public static string Sentence(int code, string message, string file, bool isRunning) => code switch
    {
        SQLITE_FULL => $"The disk of '{file}' is full: make room, {(isRunning ? "and jobs go on by themselves" : "and start again")}.",
        SQLITE_BUSY or SQLITE_LOCKED => $"'{file}' is locked by another program: {(isRunning ? "jobs go on by themselves" : "start again")} when it is done.",
        SQLITE_CORRUPT or SQLITE_NOTADB => $"'{file}' is damaged, or no database. It is left as it is: bring a backup back, or choose another folder with --data.",
        SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN => $"'{file}' cannot be written to: see that the user of this process may write to it and to its folder.",
        SQLITE_IOERR => $"The disk of '{file}' cannot be read or written ({message}): {(isRunning ? "jobs go on by themselves" : "start again")} when it can.",
        SQLITE_CONSTRAINT => "Another coordinator has written to the store since: this one is not the coordinator any more.",
        _ => $"'{file}' cannot be used: {message}",
    };
}
