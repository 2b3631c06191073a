using Kindling.MeanField;

namespace Kindling.Diagnostics;

/// <summary>What is known of a network beside its parameters; everything may be left open.</summary>
public sealed record InspectionHints
{
    /// <summary>Nothing.</summary>
    public static InspectionHints None { get; } = new();

    /// <summary>What RAI or RAAI weights were drawn with, for their own theory; null for all other weights.</summary>
    public RandomAsymmetricWeights? SpecialInputs { get; init; }

    /// <summary>
    /// The highest derivative in the task's operators: 2 for a Laplacian; null where no task is named.
    /// </summary>
    public int? OperatorOrder { get; init; }
}
