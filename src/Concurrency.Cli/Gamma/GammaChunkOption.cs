using System.CommandLine;
using Concurrency.Cli.CommandLine;
using Concurrency.Workloads.Gamma;
using Concurrency.Workloads.Gamma.Adaptive;

namespace Concurrency.Cli.Gamma;

/// <summary><c>--chunk-size</c> of a gamma job, in points.</summary>
internal sealed class GammaChunkOption
{
    private readonly ConfiguredOption<long?> _chunkSize;

    public GammaChunkOption(ConfigurationOption configuration, Command verb)
    {
        _chunkSize = new("--chunk-size", "driver.chunk-size", configuration, name => Readers.OrAuto(name, 1, long.MaxValue))
        {
            Description = $"Points in a chunk, rounded up to whole blocks of {GammaKernel.PointsPerBlock}, or {AdaptiveQuadrature.PointsPerBlock} with --rule adaptive; auto sizes chunks by how fast workers are",
            HelpName = "N|auto",
        };
        verb.Add(_chunkSize);
    }

    /// <summary>Blocks in a chunk; null to let the engine choose.</summary>
    public long? Units(ParseResult parse, GammaJob job) =>
        _chunkSize.Read(parse) is { } points ? ((points - 1) / job.PointsPerBlock) + 1 : null;
}
