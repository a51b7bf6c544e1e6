using Concurrency.Workloads.Tests.Gamma;

namespace Concurrency.Workloads.Tests;

/// <summary>What <see cref="InstructionSetTests"/> starts; the test host loads this assembly, and starts nothing here.</summary>
internal static class Program
{
    public const string BitsVerb = "bits";

    public static int Main(string[] args)
    {
        if (args is not [BitsVerb]) return 1;
        Console.WriteLine(InstructionSetTests.Bits());
        return 0;
    }
}
