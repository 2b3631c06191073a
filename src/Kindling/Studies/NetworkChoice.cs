using Kindling.Networks;

namespace Kindling.Studies;

/// <summary>The architectures a study may ask for.</summary>
public enum NetworkKind
{
    /// <summary>A plain multilayer perceptron.</summary>
    Mlp,

    /// <summary>A residual multilayer perceptron.</summary>
    Resnet,
}

/// <summary>What a study says about its network; inputs and outputs come from the problem.</summary>
public sealed record NetworkChoice
{
    internal const int MaxDepth = 100_000;

    /// <summary>The architecture.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Mlp;

    /// <summary>Units of each hidden layer, at least one layer.</summary>
    public IReadOnlyList<int> Widths { get; init; } = Uniform(32, 8);

    /// <summary>The activation's name, e.g. <c>tanh</c>.</summary>
    public string Activation { get; init; } = "tanh";

    /// <summary>The parameterization.</summary>
    public Parameterization Parameterization { get; init; } = Parameterization.Standard;

    /// <summary>Equal widths.</summary>
    /// <exception cref="ArgumentException">The depth is 0, negative, or beyond any use.</exception>
    public static IReadOnlyList<int> Uniform(int width, int depth)
    {
        if (depth is < 1 or > MaxDepth)
            throw new ArgumentException($"depth is {depth}; it must be from 1 to {MaxDepth}.", nameof(depth));
        return [.. Enumerable.Repeat(width, depth)];
    }

    /// <summary>The network for so many inputs and outputs.</summary>
    /// <exception cref="ArgumentException">A size is out of range, or the activation is unknown.</exception>
    public Network Build(int inputs, int outputs)
    {
        Activation activation = Activations.Find(Activation);
        return Kind == NetworkKind.Mlp
            ? Network.Plain(inputs, Widths, outputs, activation, Parameterization)
            : Network.Residual(inputs, Widths, outputs, activation, Parameterization);
    }
}
