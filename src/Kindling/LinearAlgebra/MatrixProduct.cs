using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.LinearAlgebra;

/// <summary>C = alpha A B and C += alpha A B for rectangles of matrices, each as stored or transposed.</summary>
/// <remarks>
/// For matrices of some size: B is copied into panels first. The result does not depend on the number of threads.
/// An instance keeps its panels and may be used again; it is for one thread at a time.
/// </remarks>
internal sealed class MatrixProduct<T>(WorkSharing? sharing = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int RowsPerItem = 128;

    AlignedArray<T> _panels = new(0);
    Action<int>? _body;
    MatrixBlock<T> _a;
    MatrixBlock<T> _c;
    T _alpha;
    bool _accumulate;

    /// <summary>C = alpha A B, or C += alpha A B.</summary>
    /// <exception cref="ArgumentException">The shapes do not chain, or C is given transposed.</exception>
    public void Multiply(
        in MatrixBlock<T> a, in MatrixBlock<T> b, in MatrixBlock<T> c, T alpha, bool accumulate = false)
    {
        if (a.Columns != b.Rows || c.Rows != a.Rows || c.Columns != b.Columns || c.IsTransposed)
        {
            throw new ArgumentException(
                $"shapes do not chain: [{a.Rows}, {a.Columns}] times [{b.Rows}, {b.Columns}] "
                + $"into [{c.Rows}, {c.Columns}].");
        }

        if (c.Rows == 0 || c.Columns == 0)
            return;
        int length = Product.PackedLength<T>(b.Rows, b.Columns);
        if (_panels.Length < length)
            _panels = new AlignedArray<T>(length);
        if (b.IsTransposed)
            PanelPacking.PackTransposed(ref b.Start, b.Matrix.Stride, b.Rows, b.Columns, _panels.Span, T.One);
        else
            PanelPacking.Pack(ref b.Start, b.Matrix.Stride, b.Rows, b.Columns, _panels.Span, T.One);
        (_a, _c, _alpha, _accumulate) = (a, c, alpha, accumulate);
        int items = (c.Rows + RowsPerItem - 1) / RowsPerItem;
        WorkSharing.Run(sharing, items, _body ??= MultiplyRows);
    }

    void MultiplyRows(int item)
    {
        int first = item * RowsPerItem;
        int rows = Math.Min(RowsPerItem, _c.Rows - first);
        int width = Product.PanelWidth<T>();
        nint stride = _a.Matrix.Stride;
        nint aRow = _a.IsTransposed ? 1 : stride, aColumn = _a.IsTransposed ? stride : 1;
        ref T a = ref Unsafe.Add(ref _a.Start, first * aRow);
        ref T c = ref Unsafe.Add(ref _c.Start, (nint)first * _c.Matrix.Stride);
        var operands = new ProductOperands<T>(
            ref a, aRow, aColumn, ref _panels.Start, (nint)width * _a.Columns, width, rows, _a.Columns, _c.Columns);
        var store = new StoreEpilogue<T>(ref c, _c.Matrix.Stride, _c.Columns, _alpha, _accumulate);
        Product.Run(in operands, ref store);
    }
}
