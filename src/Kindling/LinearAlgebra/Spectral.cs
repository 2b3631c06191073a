using System.Numerics;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Symmetricity = MathNet.Numerics.LinearAlgebra.Symmetricity;

namespace Kindling.LinearAlgebra;

/// <summary>Singular values and symmetric eigenvalues, for analysis: always in double precision.</summary>
/// <remarks>
/// MathNet.Numerics decomposes behind this class and nowhere else, so that a faster provider can replace it. A
/// matrix that is not square is first reduced to its triangle, because MathNet forms the full square U. It takes
/// numbers below 1e-16 for zeros and squares elements, so it gets a matrix whose largest is between 1 and 2, without
/// elements that are nothing beside it.
/// </remarks>
public static class Spectral
{
    /// <summary>The singular values of A, largest first; min(m, n) of them.</summary>
    /// <exception cref="ArgumentException">A has an element that is not finite.</exception>
    public static double[] SingularValues<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        Matrix<double> square = RequireFinite(a.To<double>());
        if (square.Rows == 0 || square.Columns == 0)
            return [];
        int exponent = TakeExponent(square);
        if (square.Rows < square.Columns)
            square = square.Transposed();
        if (square.Rows > square.Columns)
            square = HouseholderQr<double>.Factor(square).R();
        double[] values = [.. Dense(square).Svd(computeVectors: false).S];
        Array.Sort(values, static (x, y) => y.CompareTo(x));
        return [.. values.Select(v => Math.ScaleB(v, exponent))];
    }

    /// <summary>Largest singular value divided by the smallest: infinity for a singular matrix.</summary>
    public static double ConditionNumber<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = SingularValues(a);
        return values.Length == 0 ? 1 : values[^1] == 0 ? double.PositiveInfinity : values[0] / values[^1];
    }

    /// <summary>The eigenvalues of a symmetric matrix, smallest first.</summary>
    /// <param name="a">[n, n]; the average of it and its transpose is taken.</param>
    /// <exception cref="ArgumentException">A is not square or not finite.</exception>
    public static double[] SymmetricEigenvalues<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> => SymmetricEigen(a).Values;

    /// <summary>Eigenvalues of a symmetric matrix, smallest first, and their eigenvectors.</summary>
    /// <param name="a">[n, n]; the average of it and its transpose is taken.</param>
    /// <returns>The values, and a matrix whose column j is the unit eigenvector of value j.</returns>
    /// <exception cref="ArgumentException">A is not square or not finite.</exception>
    public static (double[] Values, Matrix<double> Vectors) SymmetricEigen<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rows != a.Columns)
            throw new ArgumentException($"a is [{a.Rows}, {a.Columns}]; it must be square.", nameof(a));
        Matrix<double> symmetric = RequireFinite(a.To<double>());
        int n = symmetric.Rows;
        var vectors = new Matrix<double>(n, n);
        if (n == 0)
            return ([], vectors);
        int exponent = TakeExponent(symmetric);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                symmetric[i, j] = symmetric[j, i] = 0.5 * (symmetric[i, j] + symmetric[j, i]);
        }

        Evd<double> evd = Dense(symmetric).Evd(Symmetricity.Symmetric);
        double[] found = [.. evd.EigenValues.Select(v => v.Real)];
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort((double[])found.Clone(), order);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
                vectors[i, j] = evd.EigenVectors[i, order[j]];
        }

        return ([.. order.Select(k => Math.ScaleB(found[k], exponent))], vectors);
    }

    /// <summary>Elements below this part of the largest change no value: squared they would underflow.</summary>
    const double Nothing = 1e-100;

    /// <summary>Divides by the power of two of the largest element; returns its exponent, 0 where all are 0.</summary>
    static int TakeExponent(Matrix<double> a)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(a.Storage()));
        if (largest == 0)
            return 0;
        int exponent = Math.ILogB(largest);
        foreach (ref double value in a.Storage())
        {
            double scaled = Math.ScaleB(value, -exponent);
            value = Math.Abs(scaled) < Nothing ? 0 : scaled;
        }

        return exponent;
    }

    static DenseMatrix Dense(Matrix<double> a) => DenseMatrix.Create(a.Rows, a.Columns, (i, j) => a[i, j]);

    static Matrix<double> RequireFinite(Matrix<double> a) => a.FirstNotFinite() is not (int i, int j)
        ? a
        : throw new ArgumentException($"element ({i}, {j}) is {a[i, j]}; all must be finite.", nameof(a));
}
