using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>A product of Householder reflections as matrix products: H = h₀ h₁ ... = I - Vᵀ T V.</summary>
/// <remarks>
/// h_i = I - tau_i v_iᵀ v_i, where v_i is row i of V; T is upper triangular (Schreiber and Van Loan 1989, the compact
/// WY form of LAPACK's larft and larfb). Vectors are rows here, because rows are contiguous.
/// </remarks>
internal sealed class BlockReflector<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly MatrixProduct<T> _product;
    readonly Matrix<T> _vectors;
    readonly Matrix<T> _gram;
    readonly Matrix<T> _factor;
    readonly Matrix<T> _weighted;
    readonly Matrix<T> _projections;
    readonly T[] _tau;
    int _count;
    int _length;

    /// <summary>Makes room.</summary>
    /// <param name="size">The most reflections.</param>
    /// <param name="length">The longest vector.</param>
    /// <param name="rows">The most rows of a matrix that they are applied to.</param>
    /// <param name="product">Does the products.</param>
    public BlockReflector(int size, int length, int rows, MatrixProduct<T> product)
    {
        _product = product;
        _vectors = new Matrix<T>(size, length);
        _gram = new Matrix<T>(size, size);
        _factor = new Matrix<T>(size, size);
        _weighted = new Matrix<T>(size, length);
        _projections = new Matrix<T>(rows, size);
        _tau = new T[size];
    }

    /// <summary>
    /// The largest multiple of a cache line's elements up to a column: where a block of a matrix may start.
    /// </summary>
    public static int AlignDown(int column) => column / LineLength * LineLength;

    static int LineLength => AlignedArray<T>.Alignment / Unsafe.SizeOf<T>();

    /// <summary>
    /// Starts over with <paramref name="count"/> reflections of vectors of <paramref name="length"/> elements.
    /// </summary>
    public void Reset(int count, int length)
    {
        _count = count;
        _length = length;
    }

    /// <summary>Vector i, to be written completely.</summary>
    public Span<T> Vector(int i) => _vectors.Row(i)[.._length];

    /// <summary>The factor of reflection i: 2 / |v_i|², or 0 for the identity.</summary>
    public ref T Tau(int i) => ref _tau[i];

    /// <summary>Works out T once all vectors and factors are there.</summary>
    /// <remarks>
    /// Row i of the stored Tᵀ: tau_i at i, and before it -tau_i sum over k &lt; i of (v_k · v_i) row k.
    /// </remarks>
    /// <param name="transposed">True to apply Hᵀ, false to apply H.</param>
    public void Prepare(bool transposed)
    {
        MatrixBlock<T> vectors = Vectors;
        var gram = new MatrixBlock<T>(_gram, 0, 0, _count, _count);
        _product.Multiply(vectors, vectors.Transpose, gram, T.One);
        for (int i = 0; i < _count; i++)
        {
            Span<T> row = _factor.Row(i)[.._count];
            ReadOnlySpan<T> dots = _gram.Row(i);
            row.Clear();
            for (int k = 0; k < i; k++)
                AddScaled(-_tau[i] * dots[k], _factor.Row(k)[..(k + 1)], row);
            row[i] = _tau[i];
        }

        var factor = new MatrixBlock<T>(_factor, 0, 0, _count, _count);
        _product.Multiply(transposed ? factor : factor.Transpose, vectors, Weighted, T.One);
    }

    /// <summary>C = C H or C Hᵀ, as prepared; row vectors of C are reflected one by one.</summary>
    /// <param name="c">As many columns as the vectors have elements, starting at a cache line.</param>
    public void ApplyRight(in MatrixBlock<T> c)
    {
        var projections = new MatrixBlock<T>(_projections, 0, 0, c.Rows, _count);
        _product.Multiply(c, Vectors.Transpose, projections, T.One);
        _product.Multiply(projections, Weighted, c, T.NegativeOne, accumulate: true);
    }

    MatrixBlock<T> Vectors => new(_vectors, 0, 0, _count, _length);

    MatrixBlock<T> Weighted => new(_weighted, 0, 0, _count, _length);

    static void AddScaled(T scale, ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] += scale * x[i];
    }
}
