using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>Points and what the network should give there.</summary>
/// <param name="Inputs">[points, inputs].</param>
/// <param name="Targets">[points, outputs]; for classification one row of zeros with a single 1 each.</param>
public sealed record DataSet(Matrix<double> Inputs, Matrix<double> Targets)
{
    /// <summary>The number of points.</summary>
    public int Count => Inputs.Rows;
}
