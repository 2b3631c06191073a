using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Diagnostics;

/// <summary>
/// How far features (the units of the last hidden layer) are from being orthogonal on a batch of inputs.
/// </summary>
/// <remarks>
/// Inner products are second moments over the batch, without centering. Units that are zero on the whole batch have
/// no angle and are left out (ERRATA G7).
/// </remarks>
public sealed record FeatureOrthogonality
{
    /// <summary>
    /// 1 - cos^2 of less than this counts as this, so that two equal features do not make the objective infinite.
    /// </summary>
    public const double SmallestSine = 1e-14;

    /// <summary>Features whose 1 - |cos| is below this are the same function up to a factor.</summary>
    public const double SameFunction = 1e-6;

    /// <summary>The cosines between all features, [units, units]; rows and columns of zero units are NaN.</summary>
    public required Matrix<double> Cosines { get; init; }

    /// <summary>
    /// GO's objective without its penalty on c (eq. 3.2): minus the mean of log(1 - cos^2) over all ordered pairs; 0
    /// for orthogonal features.
    /// </summary>
    public double Objective { get; private init; }

    /// <summary>Units that are zero on the whole batch.</summary>
    public int ZeroUnits { get; private init; }

    /// <summary>How many pairs of features are the same function up to a factor.</summary>
    public long SamePairs { get; private init; }

    /// <summary>One such pair; null if there is none.</summary>
    public (int First, int Second)? SamePair { get; private init; }

    /// <summary>The measures of a batch.</summary>
    /// <param name="features">[inputs, units].</param>
    /// <typeparam name="T">float or double.</typeparam>
    public static FeatureOrthogonality Of<T>(Matrix<T> features)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        Matrix<double> cosines = CosinesOf(features.To<double>());
        int units = cosines.Rows, zero = Enumerable.Range(0, units).Count(j => double.IsNaN(cosines[j, j]));
        double sum = 0;
        long same = 0;
        (int First, int Second)? pair = null;
        for (int i = 0; i < units; i++)
        {
            Span<double> row = cosines.Row(i);
            for (int j = i + 1; j < units; j++)
            {
                double cosine = Math.Abs(row[j]);
                if (double.IsNaN(cosine))
                    continue;
                sum -= Math.Log(Math.Max((1 - cosine) * (1 + cosine), SmallestSine));
                if (1 - cosine >= SameFunction)
                    continue;
                same++;
                pair ??= (i, j);
            }
        }

        double pairs = (units - zero) * (units - zero - 1.0) / 2;
        return new()
        {
            Cosines = cosines,
            Objective = pairs > 0 ? sum / pairs : 0,
            ZeroUnits = zero,
            SamePairs = same,
            SamePair = pair,
        };
    }

    /// <summary>
    /// Units are scaled to norm 1 before the product, so that neither tiny nor huge features are lost.
    /// </summary>
    static Matrix<double> CosinesOf(Matrix<double> features)
    {
        Matrix<double> units = features.Transposed();
        for (int j = 0; j < units.Rows; j++)
        {
            Span<double> unit = units.Row(j);
            double largest = 0;
            foreach (double value in unit)
                largest = Math.Max(largest, Math.Abs(value));
            double sum = 0;
            for (int i = 0; i < unit.Length; i++)
            {
                unit[i] /= largest;
                sum += unit[i] * unit[i];
            }

            double norm = Math.Sqrt(sum);
            for (int i = 0; i < unit.Length; i++)
                unit[i] /= norm;
        }

        var cosines = new Matrix<double>(units.Rows, units.Rows);
        var product = new MatrixProduct<double>();
        product.Multiply(new(units), new MatrixBlock<double>(units).Transpose, new(cosines), 1);
        return cosines;
    }
}
