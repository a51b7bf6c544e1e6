using System.Diagnostics;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>The same sums in processes of their own, with instruction sets switched off, which is decided when a process starts.</summary>
public class InstructionSetTests
{
    private static readonly GammaKernel[] Kernels =
    [
        new(new(6.5, 0, 100, 70_000)),
        new(new(170.9, 0.25, 1000, 20_001, QuadratureRule.Simpson)),
        new(new(0.5, 0, 30, 30_000, QuadratureRule.Midpoint)),
        new(new(1, 0, 120, 30_001, QuadratureRule.Trapezoid)),
        new(new(1 - 1e-15, 1e-300, 1e-3, 3_000)),
        new(new(171, 780, 1e6, 100)),
        new(new(33.3, 5, 5.000000001, 70_000, QuadratureRule.Simpson)),
    ];

    /// <summary>A line of hexadecimal digits a job: the exact sum, and the value.</summary>
    public static string Bits() => string.Join('\n', Kernels.Select(kernel =>
    {
        var sum = kernel.Sum(new(0, kernel.Blocks), CancellationToken.None);
        return $"{Convert.ToHexString(sum.Encode().Span)} {BitConverter.DoubleToInt64Bits(kernel.Value(sum).ToDouble()):X16}";
    }));

    [Theory]
    [InlineData(6.5, 0, 100, 1, 60_000)]
    [InlineData(0.5, 1e-310, 1e-300, 2, 1001)]
    [InlineData(171, 0.25, 1e6, 1, 1003)]
    [InlineData(1 + 1e-15, 3, 3.5, 2, 30_003)]
    public void Bits_are_the_same_however_many_lanes_there_are_at_once(double x, double from, double to, int stride, long count)
    {
        var abscissas = new Abscissas(new(x, from, to, stride * (count + 1)));
        var eight = Sum<EightLanes>();
        Assert.NotEqual(DoubleDouble.Zero, eight);
        Assert.Equal(eight, Sum<FourLanes>());
        Assert.Equal(eight, Sum<TwoLanes>());
        Assert.Equal(eight, Sum<OneLane>());

        DoubleDouble Sum<TLanes>()
            where TLanes : struct, ILanes<TLanes> => new GammaTerms<TLanes>(x, abscissas, 5).Sum(1, stride, count);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX512F")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableFMA")]
    [InlineData("DOTNET_EnableAVX")]
    [InlineData("DOTNET_EnableArm64AdvSimd")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Bits_are_the_same_without(string instructions)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(InstructionSetTests).Assembly.Location, Program.BitsVerb]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[instructions] = "0";
        using var process = Process.Start(start)!;
        var bits = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(Bits(), bits.ReplaceLineEndings("\n").TrimEnd());
    }
}
