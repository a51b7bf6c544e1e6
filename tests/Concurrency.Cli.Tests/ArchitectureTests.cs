using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using Concurrency.Actors.Driving;
using Concurrency.Cli.CommandLine;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Concurrency.Cli.Tests;

/// <summary><c>Cli -> {Actors, Workloads} -> Core</c>, never another way.</summary>
public class ArchitectureTests
{
    private static readonly System.Reflection.Assembly Core = typeof(IWorkload).Assembly;
    private static readonly System.Reflection.Assembly Workloads = typeof(GammaWorkload).Assembly;
    private static readonly System.Reflection.Assembly Actors = typeof(LocalEngine).Assembly;
    private static readonly System.Reflection.Assembly Cli = typeof(Application).Assembly;
    private static readonly System.Reflection.Assembly Akka = typeof(Akka.Actor.ActorSystem).Assembly;

    private static readonly Architecture Program = new ArchLoader().LoadAssemblies(Core, Workloads, Actors, Cli, Akka).Build();

    public static TheoryData<string, string> Forbidden => new()
    {
        { "Core", "Workloads" }, { "Core", "Actors" }, { "Core", "Cli" }, { "Core", "Akka" },
        { "Workloads", "Actors" }, { "Workloads", "Cli" }, { "Workloads", "Akka" },
        { "Actors", "Workloads" }, { "Actors", "Cli" },
    };

    public static TheoryData<string, string> Allowed => new()
    {
        { "Workloads", "Core" }, { "Actors", "Core" }, { "Actors", "Akka" }, { "Cli", "Core" }, { "Cli", "Workloads" }, { "Cli", "Actors" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void No_project_sees_what_it_must_not(string project, string other) =>
        Types().That().ResideInAssembly(Named(project)).Should().NotDependOnAnyTypesThat().ResideInAssembly(Named(other)).Check(Program);

    /// <summary>The same rule on dependencies that are there: if it could not fail, neither could the test above.</summary>
    [Theory]
    [MemberData(nameof(Allowed))]
    public void The_rule_fails_where_a_dependency_is(string project, string other) =>
        Assert.False(Types().That().ResideInAssembly(Named(project)).Should().NotDependOnAnyTypesThat().ResideInAssembly(Named(other)).HasNoViolations(Program));

    /// <summary>The same as the compiler sees it; of Akka no other assembly either, such as Akka.Cluster.</summary>
    [Theory]
    [MemberData(nameof(Forbidden))]
    public void No_assembly_references_what_it_must_not(string project, string other) =>
        Assert.DoesNotContain(
            Named(project).GetReferencedAssemblies(), reference => reference.Name!.StartsWith(Named(other).GetName().Name!, StringComparison.Ordinal));

    private static System.Reflection.Assembly Named(string name) => name switch
    {
        "Core" => Core,
        "Workloads" => Workloads,
        "Actors" => Actors,
        "Cli" => Cli,
        "Akka" => Akka,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, message: null),
    };
}
