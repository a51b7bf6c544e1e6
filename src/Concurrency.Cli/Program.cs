using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;

// From the first moment on: a signal that comes while the program starts is a cancel like any other.
using var interruption = new Interruption();
return await Application.RunAsync(args, Surroundings.OfProcess(interruption));
