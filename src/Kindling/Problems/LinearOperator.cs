using Kindling.Networks;

namespace Kindling.Problems;

/// <summary>A linear operator applied to the network's outputs: so far the identity.</summary>
public sealed class LinearOperator
{
    LinearOperator(string name, InputDerivatives derivatives)
    {
        Name = name;
        Derivatives = derivatives;
    }

    /// <summary>The network's outputs themselves.</summary>
    public static LinearOperator Identity { get; } = new("identity", InputDerivatives.None);

    /// <summary>The name in files and messages.</summary>
    public string Name { get; }

    /// <summary>The input derivatives that the operator is made of.</summary>
    public InputDerivatives Derivatives { get; }
}
