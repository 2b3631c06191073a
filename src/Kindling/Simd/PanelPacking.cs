using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Copies the right-hand operand of a product into panels of two registers, padded with zeros.</summary>
/// <remarks>Element (k, j) goes to (j / width) inner width + k width + j % width.</remarks>
internal static class PanelPacking
{
    /// <summary>Packs B [inner, columns], row-major with the given stride.</summary>
    /// <remarks>Two registers past the last element of the source may be read.</remarks>
    public static void Pack<T>(ref T source, nint stride, int inner, int columns, Span<T> panels, T scale)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        PackRows(ref source, stride, inner, 0, inner, columns, panels, scale);

    /// <summary>Packs rows [first, first + rows) of B [inner, columns]; the source begins with row first.</summary>
    /// <remarks>Two registers past the last element of the source may be read.</remarks>
    public static void PackRows<T>(
        ref T source, nint stride, int inner, int first, int rows, int columns, Span<T> panels, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int packed = Product.PackedLength<T>(inner, columns), width = Product.PanelWidth<T>();
        ArgumentOutOfRangeException.ThrowIfLessThan(panels.Length, packed, nameof(panels));
        for (int column = 0; column < columns; column += width)
        {
            ref T from = ref Unsafe.Add(ref source, column);
            ref T to = ref panels[((column / width * inner) + first) * width];
            int count = columns - column;
            switch (Dispatch.Level)
            {
                case SimdLevel.Avx512:
                    PackPanel<T, Lanes512<T>>(ref from, stride, rows, count, ref to, scale);
                    break;
                case SimdLevel.Avx2:
                    PackPanel<T, Lanes256<T>>(ref from, stride, rows, count, ref to, scale);
                    break;
                default:
                    PackPanel<T, Lanes128<T>>(ref from, stride, rows, count, ref to, scale);
                    break;
            }
        }
    }

    /// <summary>Copies the first two registers of each row, zeros after <paramref name="columns"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackPanel<T, V>(ref T source, nint stride, int rows, int columns, ref T target, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V factor = V.Broadcast(scale);
        V left = V.LessThan(V.Indices, V.Constant(columns));
        V right = V.LessThan(V.Indices, V.Constant(columns - V.Count));
        for (int k = 0; k < rows; k++)
        {
            V a = factor * V.Load(in source, 0), b = factor * V.Load(in source, (nuint)V.Count);
            V.Store(V.Select(left, a, V.Zero), ref target, 0);
            V.Store(V.Select(right, b, V.Zero), ref target, (nuint)V.Count);
            source = ref Unsafe.Add(ref source, stride);
            target = ref Unsafe.Add(ref target, 2 * V.Count);
        }
    }

    /// <summary>Packs B = Sᵀ, S [columns, inner] row-major with the given stride.</summary>
    public static void PackTransposed<T>(ref T source, nint stride, int inner, int columns, Span<T> panels, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Product.PanelWidth<T>();
        for (int first = 0; first < columns; first += width)
        {
            int count = Math.Min(width, columns - first);
            Span<T> panel = panels.Slice(first * inner, inner * width);
            if (count < width)
                panel.Clear();
            ref T rows = ref Unsafe.Add(ref source, first * stride);
            TransposeTiles.Run(ref rows, stride, count, inner, ref panel[0], width);
        }

        if (scale != T.One)
            TensorPrimitives.Multiply(panels, scale, panels);
    }
}
