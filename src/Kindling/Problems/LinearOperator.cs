namespace Kindling.Problems;

/// <summary>A linear operator applied to the network's outputs: so far the identity.</summary>
public sealed class LinearOperator
{
    LinearOperator(string name) => Name = name;

    /// <summary>The network's outputs themselves.</summary>
    public static LinearOperator Identity { get; } = new("identity");

    /// <summary>The name in files and messages.</summary>
    public string Name { get; }
}
