using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindling.Simd;

/// <summary>Eliminates a block below a triangle, four columns at a time; see <see cref="Reflections"/>.</summary>
internal static class Elimination<T, V>
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    const int Panel = 4;

    /// <inheritdoc cref="Reflections.Eliminate"/>
    public static void Run(
        ref T triangle, nint triangleStride, ref T block, nint blockStride,
        int rows, int unknowns, int columns, bool trapezoid, Span<T> tau)
    {
        Span<T> factors = stackalloc T[Panel];
        Span<T> gram = stackalloc T[Panel * Panel];
        for (int first = 0; first < unknowns; first += Panel)
        {
            int count = Math.Min(Panel, unknowns - first), end = first + count;
            int length = Reflections.WholeLines<T>(trapezoid ? Math.Min(rows, end) : rows);
            ref T v = ref Unsafe.Add(ref block, first * blockStride);
            FactorPanel(
                ref v, blockStride, length,
                ref Unsafe.Add(ref triangle, (first * triangleStride) + first), triangleStride, count, factors);
            factors[..count].CopyTo(tau[first..]);
            if (end == columns)
                continue;
            Vectors(ref v, blockStride, count, out nint v1, out nint v2, out nint v3);
            ReflectorTiles<T, V>.Gram(
                ref v, ref Unsafe.Add(ref v, v1), ref Unsafe.Add(ref v, v2), ref Unsafe.Add(ref v, v3), length,
                ref gram[0]);
            Update(
                ref v, blockStride, count, factors, gram, ref Unsafe.Add(ref v, count * blockStride), length,
                ref Unsafe.Add(ref triangle, (end * triangleStride) + first), triangleStride, columns - end);
        }
    }

    /// <inheritdoc cref="Reflections.Reflect"/>
    public static void Reflect(
        ref T v, T tau, ref T c, nint stride, int length, ref T top, nint topStride, int columns)
    {
        if (tau == T.Zero)
            return;
        int j = 0;
        for (; j + 4 <= columns; j += 4)
        {
            ReflectorTiles<T, V>.ReflectFour(
                ref v, tau, ref Unsafe.Add(ref c, j * stride), stride, length,
                ref Unsafe.Add(ref top, j * topStride), topStride);
        }

        for (; j < columns; j++)
        {
            ReflectorTiles<T, V>.ReflectOne(
                ref v, tau, ref Unsafe.Add(ref c, j * stride), length, ref Unsafe.Add(ref top, j * topStride));
        }
    }

    /// <summary>c_j -= sum_i s[4 j + i] v_i for up to four columns.</summary>
    public static void Subtract(
        ref T v, nint vStride, int count, ref T c, nint stride, int columns, int length, ref T s)
    {
        Vectors(ref v, vStride, count, out nint v1, out nint v2, out nint v3);
        if (columns == 4)
        {
            ReflectorTiles<T, V>.Subtract4x4(
                ref v, ref Unsafe.Add(ref v, v1), ref Unsafe.Add(ref v, v2), ref Unsafe.Add(ref v, v3),
                ref c, stride, length, ref s);
            return;
        }

        for (int j = 0; j < columns; j++)
        {
            ReflectorTiles<T, V>.Subtract4x1(
                ref v, ref Unsafe.Add(ref v, v1), ref Unsafe.Add(ref v, v2), ref Unsafe.Add(ref v, v3),
                ref Unsafe.Add(ref c, j * stride), length, ref Unsafe.Add(ref s, 4 * j));
        }
    }

    /// <summary>Reflects a panel's columns one by one: vectors stay in them, the triangle's diagonal is done.</summary>
    static void FactorPanel(ref T v, nint stride, int length, ref T top, nint topStride, int count, Span<T> tau)
    {
        tau.Clear();
        T square = ReflectorTiles<T, V>.SumOfSquares(ref v, length);
        for (int i = 0; i < count; i++)
        {
            ref T column = ref Unsafe.Add(ref v, i * stride);
            ref T diagonal = ref Unsafe.Add(ref top, i * (topStride + 1));
            tau[i] = Make(ref column, length, square, ref diagonal, out T factor);
            int others = count - i - 1;
            if (tau[i] == T.Zero)
            {
                // A feature that is zero on the whole block, as rectified ones often are.
                square = others > 0
                    ? ReflectorTiles<T, V>.SumOfSquares(ref Unsafe.Add(ref column, stride), length)
                    : T.Zero;
            }
            else if (others > 0)
            {
                square = ReflectorTiles<T, V>.ScaleAndReflect(
                    ref column, factor, tau[i], ref Unsafe.Add(ref column, stride), stride, length,
                    ref Unsafe.Add(ref diagonal, topStride), topStride, others);
            }
            else
            {
                ReflectorTiles<T, V>.Scale(ref column, length, factor);
            }
        }
    }

    /// <summary>
    /// The reflection that takes (top, x) to (beta, 0): top becomes beta; returns the factor tau = 2 / |(1, v)|².
    /// </summary>
    /// <param name="x">The column.</param>
    /// <param name="length">Its length.</param>
    /// <param name="squares">Its sum of squares.</param>
    /// <param name="top">The element above it.</param>
    /// <param name="factor">v = factor x, which the caller works out.</param>
    static T Make(ref T x, int length, T squares, ref T top, out T factor)
    {
        double square = double.CreateTruncating(squares);
        double alpha = double.CreateTruncating(top), sum = square + (alpha * alpha);
        double safe = typeof(T) == typeof(float) ? 1e30 : 1e280;
        double most = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
        double norm = square > 1 / safe && sum < safe ? Math.Sqrt(sum) : Norm(ref x, length, alpha);
        double beta = -Math.CopySign(norm, alpha), scale = 1 / (alpha - beta);
        factor = T.One;

        // A column that is zero, or below the range of normal numbers, is left as it is.
        if ((norm == Math.Abs(alpha) && square <= 1 / safe) || Math.Abs(scale) > most)
            return T.Zero;
        factor = T.CreateTruncating(scale);
        top = T.CreateTruncating(beta);
        return T.CreateTruncating((beta - alpha) / beta);
    }

    /// <summary>|(alpha, x)| where a sum of squares would leave the range of normal numbers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static double Norm(ref T x, int length, double alpha)
    {
        ReadOnlySpan<T> span = MemoryMarshal.CreateReadOnlySpan(ref x, length);
        double element = Math.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitude(span)));
        double largest = Math.Max(element, Math.Abs(alpha));
        if (element == 0 || !double.IsFinite(largest))
            return largest;
        double sum = alpha / largest * (alpha / largest);
        foreach (T value in span)
            sum += double.CreateTruncating(value) / largest * (double.CreateTruncating(value) / largest);
        return largest * Math.Sqrt(sum);
    }

    /// <summary>Where a panel's vectors are; those a short panel lacks count as its first, with factor 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Vectors(ref T v, nint stride, int count, out nint v1, out nint v2, out nint v3) =>
        (v1, v2, v3) = (count > 1 ? stride : 0, count > 2 ? 2 * stride : 0, count > 3 ? 3 * stride : 0);

    static void Update(
        ref T v, nint stride, int count, ReadOnlySpan<T> tau, ReadOnlySpan<T> gram, ref T c, int length,
        ref T top, nint topStride, int columns)
    {
        Span<T> s = stackalloc T[Panel * Panel];
        Vectors(ref v, stride, count, out nint v1, out nint v2, out nint v3);
        int j = 0;
        for (; j + Panel <= columns; j += Panel)
        {
            ref T four = ref Unsafe.Add(ref c, j * stride);
            ReflectorTiles<T, V>.Dots4x4(
                ref v, ref Unsafe.Add(ref v, v1), ref Unsafe.Add(ref v, v2), ref Unsafe.Add(ref v, v3),
                ref four, stride, length, ref s[0]);
            for (int k = 0; k < Panel; k++)
                Substitute(tau, gram, ref Unsafe.Add(ref top, (j + k) * topStride), count, ref s[Panel * k]);
            ReflectorTiles<T, V>.Subtract4x4(
                ref v, ref Unsafe.Add(ref v, v1), ref Unsafe.Add(ref v, v2), ref Unsafe.Add(ref v, v3),
                ref four, stride, length, ref s[0]);
        }

        for (; j < columns; j++)
        {
            ref T one = ref Unsafe.Add(ref c, j * stride);
            ReflectorTiles<T, V>.Dots4x1(
                ref v, ref Unsafe.Add(ref v, v1), ref Unsafe.Add(ref v, v2), ref Unsafe.Add(ref v, v3), ref one, length,
                ref s[0]);
            Substitute(tau, gram, ref Unsafe.Add(ref top, j * topStride), count, ref s[0]);
            ReflectorTiles<T, V>.Subtract4x1(
                ref v, ref Unsafe.Add(ref v, v1), ref Unsafe.Add(ref v, v2), ref Unsafe.Add(ref v, v3), ref one, length,
                ref s[0]);
        }
    }

    /// <summary>
    /// From the dot products with a column to how much of each vector is taken off it, one reflection after another:
    /// s_i = tau_i (top_i + v_i·c - sum over k &lt; i of (v_i·v_k) s_k).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Substitute(ReadOnlySpan<T> tau, ReadOnlySpan<T> gram, ref T top, int count, ref T s)
    {
        T top1 = count > 1 ? Unsafe.Add(ref top, 1) : T.Zero;
        T top2 = count > 2 ? Unsafe.Add(ref top, 2) : T.Zero;
        T top3 = count > 3 ? Unsafe.Add(ref top, 3) : T.Zero;
        T s0 = tau[0] * (top + s);
        T s1 = tau[1] * (top1 + Unsafe.Add(ref s, 1) - (gram[1] * s0));
        T s2 = tau[2] * (top2 + Unsafe.Add(ref s, 2) - (gram[2] * s0) - (gram[6] * s1));
        T s3 = tau[3] * (top3 + Unsafe.Add(ref s, 3) - (gram[3] * s0) - (gram[7] * s1) - (gram[11] * s2));
        (s, Unsafe.Add(ref s, 1), Unsafe.Add(ref s, 2), Unsafe.Add(ref s, 3)) = (s0, s1, s2, s3);
        top -= s0;
        if (count > 1)
            Unsafe.Add(ref top, 1) = top1 - s1;
        if (count > 2)
            Unsafe.Add(ref top, 2) = top2 - s2;
        if (count > 3)
            Unsafe.Add(ref top, 3) = top3 - s3;
    }
}
