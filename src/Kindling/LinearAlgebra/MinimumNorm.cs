using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>The shortest z with [R S] z = c, for the leading rows of a pivoted factorization.</summary>
/// <remarks>
/// The complete orthogonal decomposition of LAPACK's tzrzf, on the transpose: with rows and columns of R in reverse
/// order, [R S]ᵀ is an upper triangle above a block, Z [L; 0] by <see cref="Reflections.Eliminate"/>, and
/// z = Z [L⁻ᵀ c; 0]. Where S has no columns this is back substitution. Reflectors are kept: any number of c follow.
/// </remarks>
internal sealed class MinimumNorm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Matrix<T> _triangle;
    readonly Matrix<T> _block;
    readonly T[] _tau;
    readonly T[] _top;
    readonly T[] _rest;
    int _rank;
    int _others;

    /// <summary>Makes room.</summary>
    /// <param name="rank">The most rows of [R S].</param>
    /// <param name="columns">Columns of [R S].</param>
    public MinimumNorm(int rank, int columns)
    {
        _triangle = new Matrix<T>(rank, rank);
        _block = new Matrix<T>(rank, columns);
        (_tau, _top, _rest) = (new T[rank], new T[rank], new T[columns]);
    }

    /// <summary>Room of [rank, rank] that <see cref="Factor"/> overwrites.</summary>
    public Matrix<T> Spare => _triangle;

    /// <summary>Factors the transpose of [R S].</summary>
    /// <param name="columns">Row j is column j of [R S]: its first <paramref name="rank"/> elements, zeros below R left
    /// out.</param>
    /// <param name="rank">Rows of R and S.</param>
    /// <param name="count">Columns of R and S.</param>
    public void Factor(Matrix<T> columns, int rank, int count)
    {
        (_rank, _others) = (rank, count - rank);
        int whole = Reflections.WholeLines<T>(_others), last = rank - 1;
        for (int b = 0; b < rank; b++)
            _block.Storage(b)[_others..whole].Clear();
        for (int b = 0; b < rank; b++)
        {
            Span<T> column = _triangle.Storage(b);
            for (int a = 0; a <= b; a++)
                column[a] = columns.Storage(last - a)[last - b];
        }

        for (int j = 0; j < _others; j++)
        {
            ReadOnlySpan<T> column = columns.Row(rank + j);
            Span<T> row = _block.Storage()[j..];
            for (int i = 0; i < rank; i++)
                row[(last - i) * _block.Stride] = column[i];
        }

        if (_others > 0)
        {
            Reflections.Eliminate(
                ref _triangle.Start(), _triangle.Stride, ref _block.Start(), _block.Stride,
                _others, rank, rank, false, _tau);
        }
    }

    /// <summary>Solves for one right-hand side.</summary>
    /// <param name="c">At least rank elements.</param>
    /// <param name="z">One element for each column, overwritten.</param>
    public void Solve(ReadOnlySpan<T> c, Span<T> z)
    {
        Span<T> top = _top.AsSpan(0, _rank), rest = _rest.AsSpan(0, _others);
        for (int b = 0; b < _rank; b++)
        {
            ReadOnlySpan<T> column = _triangle.Row(b);
            top[b] = (c[_rank - 1 - b] - TensorPrimitives.Dot(column[..b], top[..b])) / column[b];
        }

        rest.Clear();
        for (int i = _rank - 1; i >= 0 && _others > 0; i--)
        {
            ReadOnlySpan<T> v = _block.Row(i)[.._others];
            T scale = _tau[i] * (top[i] + TensorPrimitives.Dot(v, rest));
            top[i] -= scale;
            TensorPrimitives.MultiplyAdd(v, -scale, rest, rest);
        }

        for (int b = 0; b < _rank; b++)
            z[_rank - 1 - b] = top[b];
        rest.CopyTo(z[_rank..]);
    }
}
