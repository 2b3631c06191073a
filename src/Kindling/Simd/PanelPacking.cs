using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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
            int j = 0;
            for (; j + 4 <= count; j += 4)
                TransposeFour(ref Unsafe.Add(ref source, (first + j) * stride), stride, inner, ref panel[j], width, scale);
            for (; j < count; j++)
            {
                ref T from = ref Unsafe.Add(ref source, (first + j) * stride);
                for (int k = 0; k < inner; k++)
                    panel[(k * width) + j] = Unsafe.Add(ref from, k) * scale;
            }
        }
    }

    /// <summary>Four rows of the source become four neighbouring columns of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void TransposeFour<T>(ref T source, nint stride, int inner, ref T target, int width, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = 0;
        if (typeof(T) == typeof(float) && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            Vector128<float> factor = Vector128.Create(float.CreateTruncating(scale));
            ref float from = ref Unsafe.As<T, float>(ref source);
            ref float to = ref Unsafe.As<T, float>(ref target);
            for (; k + 4 <= inner; k += 4)
            {
                ref float corner = ref Unsafe.Add(ref from, k);
                Vector128<float> a = Vector128.LoadUnsafe(ref corner);
                Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref corner, stride));
                Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref corner, 2 * stride));
                Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref corner, 3 * stride));
                Vector128<float> ac = ZipLower(a, c), bd = ZipLower(b, d);
                Vector128<float> ac2 = ZipUpper(a, c), bd2 = ZipUpper(b, d);
                ref float place = ref Unsafe.Add(ref to, (nint)k * width);
                (ZipLower(ac, bd) * factor).StoreUnsafe(ref place);
                (ZipUpper(ac, bd) * factor).StoreUnsafe(ref Unsafe.Add(ref place, width));
                (ZipLower(ac2, bd2) * factor).StoreUnsafe(ref Unsafe.Add(ref place, 2 * width));
                (ZipUpper(ac2, bd2) * factor).StoreUnsafe(ref Unsafe.Add(ref place, 3 * width));
            }
        }

        for (; k < inner; k++)
        {
            ref T place = ref Unsafe.Add(ref target, (nint)k * width);
            for (int j = 0; j < 4; j++)
                Unsafe.Add(ref place, j) = Unsafe.Add(ref source, k + (j * stride)) * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ZipLower(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ZipUpper(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
