using System.Numerics;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>A tensor with elements that are not finite.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Count">How many elements are NaN or infinite.</param>
/// <param name="Elements">How many it has.</param>
public sealed record NonFiniteWeights(string Tensor, int Count, int Elements)
{
    /// <summary>The tensors of a parameter set that have such elements, in order.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static IReadOnlyList<NonFiniteWeights> In<T>(Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var found = new List<NonFiniteWeights>();
        foreach (ParameterBlock block in parameters.Layout.Blocks)
        {
            int count = 0;
            foreach (T value in parameters.Flat.Slice(block.Offset, block.Length))
                count += T.IsFinite(value) ? 0 : 1;
            if (count > 0)
                found.Add(new(block.Name, count, block.Length));
        }

        return found;
    }

    /// <summary>One sentence.</summary>
    public override string ToString() => $"{Count} of {Elements} elements of tensor '{Tensor}' are NaN or infinite";
}
