namespace Kindling.Networks;

/// <summary>What a layer does with its inputs x.</summary>
public enum LayerKind
{
    /// <summary>y = act(W x + b).</summary>
    Dense,

    /// <summary>y = x + act(W x + b); fan-in and fan-out are equal.</summary>
    ResidualDense,

    /// <summary>y = W x + b, the last layer of a network.</summary>
    ReadOut,
}

/// <summary>One layer of a network.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="FanIn">Inputs of each unit, 1 or more.</param>
/// <param name="FanOut">Units, 1 or more.</param>
/// <param name="HasBias">Whether each unit adds a bias.</param>
public sealed record Layer(LayerKind Kind, int FanIn, int FanOut, bool HasBias = true);
