using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Diagnostics;

/// <summary>How well the untrained features fit the targets: least squares of a constant and the features.</summary>
/// <param name="Error">The root mean square residual over inputs and outputs.</param>
/// <param name="ConstantError">The same for the best constant.</param>
/// <param name="Rank">The numerical rank of the features with the constant.</param>
public sealed record FirstFit(double Error, double ConstantError, int Rank)
{
    /// <summary>
    /// The share of the constant's error that is left; 1 means that the features know nothing of the targets.
    /// </summary>
    public double Ratio => ConstantError > 0 ? Error / ConstantError : 0;

    /// <summary>The fit.</summary>
    /// <param name="features">[inputs, units].</param>
    /// <param name="targets">[inputs, outputs].</param>
    /// <typeparam name="T">float or double; its rounding decides what counts as zero.</typeparam>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public static FirstFit Of<T>(Matrix<T> features, Matrix<double> targets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (features.Rows != targets.Rows)
        {
            throw new ArgumentException(
                $"targets has {targets.Rows} rows; there are {features.Rows} inputs.", nameof(targets));
        }

        var withOne = new Matrix<T>(features.Rows, features.Columns + 1);
        var one = new Matrix<double>(features.Rows, 1);
        for (int i = 0; i < features.Rows; i++)
        {
            features.Row(i).CopyTo(withOne.Row(i));
            withOne[i, features.Columns] = T.One;
            one[i, 0] = 1;
        }

        LeastSquaresSolution<T> fit = LeastSquares<T>.Solve(withOne, targets.To<T>());
        double elements = (double)targets.Rows * targets.Columns;
        return new(
            Norm(fit.ResidualNorms) / Math.Sqrt(elements),
            Norm(LeastSquares<double>.Solve(one, targets).ResidualNorms) / Math.Sqrt(elements),
            fit.Rank);
    }

    static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));
}
