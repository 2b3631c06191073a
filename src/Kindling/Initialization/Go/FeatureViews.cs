using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Initialization;

/// <summary>
/// Which functions of the last hidden layer's outputs are to be orthogonal: themselves, an operator of them, or each of
/// the two.
/// </summary>
/// <remarks>A view is a sum of streams with factors that may depend on the point.</remarks>
internal sealed class FeatureViews
{
    FeatureViews(
        string name,
        InputDerivatives derivatives,
        IReadOnlyList<StreamSeed> seeds,
        IReadOnlyList<IReadOnlyList<StreamFactor>> views) =>
        (Name, Derivatives, Seeds, Views) = (name, derivatives, seeds, views);

    /// <summary>The outputs themselves.</summary>
    public static FeatureViews Values { get; } =
        new("phi", InputDerivatives.None, [], [[new StreamFactor(0, Coefficient.One)]]);

    /// <summary>In words, with phi or u for a unit.</summary>
    public string Name { get; }

    /// <summary>What a chunk carries.</summary>
    public InputDerivatives Derivatives { get; }

    /// <summary>The directions in which streams start.</summary>
    public IReadOnlyList<StreamSeed> Seeds { get; }

    /// <summary>The views.</summary>
    public IReadOnlyList<IReadOnlyList<StreamFactor>> Views { get; }

    /// <summary>The components of an operator, and the outputs themselves if wanted.</summary>
    public static FeatureViews Of(LinearOperator linear, bool withValues)
    {
        var streams = new OperatorStreams(linear);
        return new(
            withValues ? $"phi and {linear.Name}" : linear.Name,
            streams.Derivatives, streams.Seeds, [.. withValues ? Values.Views : [], .. streams.Components]);
    }
}
