namespace Concurrency.Cli.Tests.Processes;

/// <summary>Whatever the input, the user reads one sentence that names what is wrong.</summary>
public class BadInputTests
{
    public static TheoryData<string[], string> Rubbish => new()
    {
        { [], "A verb is missing" },
        { [""], "no verb ''" },
        { ["frobnicate"], "'frobnicate'" },
        
        { ["jobs", "list"], "'jobs'" },
        { ["--frobnicate"], "'--frobnicate'" },
        { ["6"], "'6'" },
        { ["gamma"], "'X'" },
        { ["gamma", ""], "X is ''" },
        { ["gamma", "nan"], "X is 'nan'" },
        { ["gamma", "NaN"], "X is 'NaN'" },
        { ["gamma", "inf"], "X is 'inf'" },
        { ["gamma", "Infinity"], "X is 'Infinity'" },
        { ["gamma", "1e400"], "X is '1e400'" },
        { ["gamma", "six"], "X is 'six'" },
        { ["gamma", "6,5"], "X is '6,5'" },
        { ["gamma", "6 "], "X is '6 '" },
        { ["gamma", "6__0"], "X is '6__0'" },
        { ["gamma", "_6"], "X is '_6'" },
        { ["gamma", "6_"], "X is '6_'" },
        { ["gamma", "0x6"], "X is '0x6'" },
        { ["gamma", "@file"], "X is '@file'" },
        { ["gamma", "six\nseven"], "X is 'six\\nseven'" },
        { ["gamma", "\u001b[31m"], "X is '\\x1b[31m'" },
        { ["gamma", "६"], "X is '६'" },
        { ["gamma", "0"], "x is 0" },
        { ["gamma", "-5"], "x is -5" },
        { ["gamma", "171.5"], "x is 171.5" },
        { ["gamma", "172"], "x is 172" },
        { ["gamma", "6", "7"], "'7'" },
        { ["gamma", "6", "--frobnicate"], "'--frobnicate'" },
        { ["gamma", "6", "-s"], "'-s'" },
        { ["gamma", "6", "--steps"], "--steps" },
        { ["gamma", "6", "--steps", ""], "--steps" },
        { ["gamma", "6", "--steps="], "--steps" },
        { ["gamma", "6", "--steps", "0"], "--steps is '0'" },
        { ["gamma", "6", "--steps", "-1"], "--steps is '-1'" },
        { ["gamma", "6", "--steps", "1.5"], "--steps is '1.5'" },
        { ["gamma", "6", "--steps", "1e-3"], "--steps is '1e-3'" },
        { ["gamma", "6", "--steps", "1e16"], "--steps is '1e16'" },
        { ["gamma", "6", "--steps", "1e30"], "--steps is '1e30'" },
        { ["gamma", "6", "--steps", "99999999999999999999"], "--steps is '99999999999999999999'" },
        { ["gamma", "6", "--steps", "many"], "--steps is 'many'" },
        { ["gamma", "6", "--steps", "nan"], "--steps is 'nan'" },
        { ["gamma", "6", "--steps", "5", "--steps", "6"], "--steps" },
        { ["gamma", "6", "--from", "-1"], "from is -1" },
        { ["gamma", "6", "--from", "inf"], "--from is 'inf'" },
        { ["gamma", "6", "--from", "1000"], "1000" },
        { ["gamma", "6", "--from", "2000", "--to", "7"], "to is 7" },
        { ["gamma", "6", "--to", "0"], "to is 0" },
        { ["gamma", "6", "--to", "nan"], "--to is 'nan'" },
        { ["gamma", "0.5"], "x = 0.5" },
        { ["gamma", "0.5", "--rule", "simpson"], "simpson" },
        { ["gamma", "6", "--rule", "adaptive"], "--rule adaptive is not there yet" },
        { ["gamma", "6", "--rule", "boole"], "--rule is 'boole'" },
        { ["gamma", "6", "--rule", "0"], "--rule is '0'" },
        { ["gamma", "6", "--mode", "processes"], "--mode processes is not there yet" },
        { ["gamma", "6", "--mode", "cluster"], "--mode cluster is not there yet" },
        { ["gamma", "6", "--mode", "turbo"], "--mode is 'turbo'" },
        { ["gamma", "6", "--mode", "serial", "--parallelism", "4"], "--parallelism is 4" },
        { ["gamma", "6", "--parallelism", "0"], "--parallelism is '0'" },
        { ["gamma", "6", "--parallelism", "-2"], "--parallelism is '-2'" },
        { ["gamma", "6", "--parallelism", "1025"], "--parallelism is '1025'" },
        { ["gamma", "6", "--parallelism", "2.5"], "--parallelism is '2.5'" },
        { ["gamma", "6", "--chunk-size", "0"], "--chunk-size is '0'" },
        { ["gamma", "6", "--chunk-size", "-8192"], "--chunk-size is '-8192'" },
        { ["gamma", "6", "--chunk-size", "1e19"], "--chunk-size is '1e19'" },
        { ["gamma", "6", "--chunk-size", "big"], "--chunk-size is 'big'" },
        { ["gamma", "6", "--output", "xml"], "--output is 'xml'" },
        { ["gamma", "6", "--join", "somewhere:4053"], "--join is not there yet" },
        { ["gamma", "6", "--data", "here"], "--data is not there yet" },
        { ["gamma", "6", "--detach"], "--detach is not there yet" },
        { ["gamma", "6", "--priority", "3"], "--priority is not there yet" },
        { ["gamma", "6", "--key", "k"], "--key is not there yet" },
        { ["gamma", "6", "--config", "/no/such/file"], "'/no/such/file'" },
        { ["gamma", "6", "--config", ""], "configuration file ''" },
        { ["gamma", "171", "--from", "170", "--to", "1e308", "--steps", "1"], "above 1.7976931348623157E+308" },
        { ["testsite", "somewhere"], "'somewhere'" },
        { ["testsite", "--hanging", "maybe"], "'maybe'" },
        { ["testsite", "--listen"], "--listen" },
        { ["testsite", "--listen", ""], "--listen is ''" },
        { ["testsite", "--listen", "8080"], "--listen is '8080'" },
        { ["testsite", "--listen", "0.0.0.0:0"], "--listen is '0.0.0.0:0'" },
        { ["testsite", "--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"], "--listen" },
    };

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Rubbish_is_refused_in_one_sentence(string[] arguments, string saying) =>
        (await ConcurrencyProcess.RunAsync(arguments)).IsRefusal(saying);

    [Fact]
    public async Task A_very_long_value_is_not_repeated_whole()
    {
        var ended = await ConcurrencyProcess.RunAsync(["gamma", new string('9', 50_000) + "x"]);
        ended.IsRefusal("X is '9999");
        Assert.InRange(ended.Error.Length, 1, 500);
    }
}
