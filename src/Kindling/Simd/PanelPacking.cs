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
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(panels.Length, Product.PackedLength<T>(inner, columns), nameof(panels));
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Pack<T, Lanes512<T>>(ref source, stride, inner, columns, ref panels[0], scale);
                break;
            case SimdLevel.Avx2:
                Pack<T, Lanes256<T>>(ref source, stride, inner, columns, ref panels[0], scale);
                break;
            default:
                Pack<T, Lanes128<T>>(ref source, stride, inner, columns, ref panels[0], scale);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Pack<T, V>(ref T source, nint stride, int inner, int columns, ref T target, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V factor = V.Broadcast(scale);
        for (int first = 0; first < columns; first += 2 * V.Count)
        {
            ref T from = ref Unsafe.Add(ref source, first);
            V left = V.LessThan(V.Indices, V.Constant(columns - first));
            V right = V.LessThan(V.Indices, V.Constant(columns - first - V.Count));
            for (int k = 0; k < inner; k++)
            {
                V a = factor * V.Load(in from, 0), b = factor * V.Load(in from, (nuint)V.Count);
                V.Store(V.Select(left, a, V.Zero), ref target, 0);
                V.Store(V.Select(right, b, V.Zero), ref target, (nuint)V.Count);
                from = ref Unsafe.Add(ref from, stride);
                target = ref Unsafe.Add(ref target, 2 * V.Count);
            }
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
