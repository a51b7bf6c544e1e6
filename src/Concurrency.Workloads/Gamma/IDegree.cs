namespace Concurrency.Workloads.Gamma;

/// <summary>A degree of a polynomial that the compiler knows.</summary>
internal interface IDegree
{
    static abstract int Value { get; }
}

internal readonly struct Degree2 : IDegree
{
    public static int Value => 2;
}

internal readonly struct Degree3 : IDegree
{
    public static int Value => 3;
}

internal readonly struct Degree4 : IDegree
{
    public static int Value => 4;
}

internal readonly struct Degree5 : IDegree
{
    public static int Value => 5;
}

internal readonly struct Degree6 : IDegree
{
    public static int Value => 6;
}

internal readonly struct Degree7 : IDegree
{
    public static int Value => 7;
}

internal readonly struct Degree8 : IDegree
{
    public static int Value => 8;
}

internal readonly struct Degree9 : IDegree
{
    public static int Value => 9;
}

internal readonly struct Degree10 : IDegree
{
    public static int Value => 10;
}
