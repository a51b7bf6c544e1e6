using System.CommandLine;

namespace Concurrency.Cli.Running;

/// <summary>Options of the command line's contract that nothing stands behind yet: they are known, so that they are refused by name.</summary>
internal static class LaterOptions
{
    private static readonly string[] Names = ["--data"];

    public static IEnumerable<Option> All => Names.Select(Refusing);

    private static Option<string[]> Refusing(string name)
    {
        var option = new Option<string[]>(name) { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        option.Validators.Add(given => given.AddError($"{name} is not there yet: the state of jobs is kept in memory."));
        return option;
    }
}
