using Concurrency.Cli.CommandLine;

return await Application.RunAsync(args, Surroundings.OfProcess());
