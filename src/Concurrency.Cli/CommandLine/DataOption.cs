using System.CommandLine;

namespace Concurrency.Cli.CommandLine;

/// <summary><c>--data DIR</c>: the folder in which jobs are kept.</summary>
internal sealed class DataOption : Option<string?>
{
    public DataOption(string description)
        : base("--data")
    {
        Description = description;
        HelpName = "DIR";
        Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: "" }]) given.AddError("--data is '', but it should be the folder to keep jobs in; it is made if it is not there.");
        });
    }
}
