using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>One activation on values and input derivatives, forward and back (Taylor mode).</summary>
/// <remarks>
/// Forward, with f', f'', f''' at the value stream z and i, j, ij the derivative streams:
/// <code>
/// y = f(z),  y_i = f' z_i,  y_ij = f'' z_i z_j + f' z_ij
/// </code>
/// Back, with g the gradients in y:
/// <code>
/// dz_ij = f' g_ij
/// dz_i  = f' g_i + sum over pairs (i, j) of f'' z_j g_ij      (twice for i = j)
/// dz    = f' g + sum f'' z_i g_i + sum (f''' z_i z_j + f'' z_ij) g_ij
/// </code>
/// All streams of one array follow each other, <c>length</c> elements each, whole registers.
/// </remarks>
internal static class DerivativeStreams
{
    /// <summary>y_s for the derivative streams s = 1 ...; adds the skip x_s if there is one.</summary>
    public static void Forward<T>(
        InputDerivatives derivatives, int length, ref T z, ref T d1, ref T d2, ref T y, ref T skip, bool hasSkip)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Forward<T, Lanes512<T>>(derivatives, length, ref z, ref d1, ref d2, ref y, ref skip, hasSkip);
                break;
            case SimdLevel.Avx2:
                Forward<T, Lanes256<T>>(derivatives, length, ref z, ref d1, ref d2, ref y, ref skip, hasSkip);
                break;
            default:
                Forward<T, Lanes128<T>>(derivatives, length, ref z, ref d1, ref d2, ref y, ref skip, hasSkip);
                break;
        }
    }

    /// <summary>dz_s for all streams from g_s.</summary>
    public static void Backward<T>(
        InputDerivatives derivatives, int length, ref T z, ref T d1, ref T d2, ref T d3, ref T g, ref T dz)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Backward<T, Lanes512<T>>(derivatives, length, ref z, ref d1, ref d2, ref d3, ref g, ref dz);
                break;
            case SimdLevel.Avx2:
                Backward<T, Lanes256<T>>(derivatives, length, ref z, ref d1, ref d2, ref d3, ref g, ref dz);
                break;
            default:
                Backward<T, Lanes128<T>>(derivatives, length, ref z, ref d1, ref d2, ref d3, ref g, ref dz);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Forward<T, V>(
        InputDerivatives derivatives, int length, ref T z, ref T d1, ref T d2, ref T y, ref T skip, bool hasSkip)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        int first = derivatives.First.Count, pairs = derivatives.Second.Count;
        for (int at = 0; at < length; at += V.Count)
        {
            V slope = V.Load(in d1, (nuint)at);
            for (int s = 1; s <= first; s++)
                Put(slope * At<T, V>(ref z, s, length, at), s, ref y, ref skip);
            if (pairs == 0)
                continue;
            V curvature = V.Load(in d2, (nuint)at);
            for (int p = 0; p < pairs; p++)
            {
                (int i, int j) = derivatives.FirstStreams(p);
                int s = 1 + first + p;
                V product = At<T, V>(ref z, i, length, at) * At<T, V>(ref z, j, length, at);
                Put(V.MulAdd(curvature, product, slope * At<T, V>(ref z, s, length, at)), s, ref y, ref skip);
            }

            void Put(V value, int s, ref T y, ref T skip)
            {
                nuint place = (nuint)(((nint)s * length) + at);
                V.Store(hasSkip ? value + V.Load(in skip, place) : value, ref y, place);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Backward<T, V>(
        InputDerivatives derivatives, int length, ref T z, ref T d1, ref T d2, ref T d3, ref T g, ref T dz)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        int first = derivatives.First.Count, pairs = derivatives.Second.Count;
        for (int at = 0; at < length; at += V.Count)
        {
            V slope = V.Load(in d1, (nuint)at), curvature = V.Load(in d2, (nuint)at);
            V value = slope * V.Load(in g, (nuint)at);
            for (int s = 1; s <= first; s++)
            {
                V gs = At<T, V>(ref g, s, length, at);
                value = V.MulAdd(curvature * At<T, V>(ref z, s, length, at), gs, value);
                V.Store(slope * gs, ref dz, Place(s, length, at));
            }

            for (int p = 0; p < pairs; p++)
            {
                (int i, int j) = derivatives.FirstStreams(p);
                int s = 1 + first + p;
                V gs = At<T, V>(ref g, s, length, at), zi = At<T, V>(ref z, i, length, at), zj = At<T, V>(ref z, j, length, at);
                V third = V.MulAdd(V.Load(in d3, (nuint)at), zi * zj, curvature * At<T, V>(ref z, s, length, at));
                value = V.MulAdd(third, gs, value);
                V bent = curvature * gs;
                V.Store(V.MulAdd(bent, zj, At<T, V>(ref dz, i, length, at)), ref dz, Place(i, length, at));
                V.Store(V.MulAdd(bent, zi, At<T, V>(ref dz, j, length, at)), ref dz, Place(j, length, at));
                V.Store(slope * gs, ref dz, Place(s, length, at));
            }

            V.Store(value, ref dz, (nuint)at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V At<T, V>(ref T streams, int stream, int length, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> => V.Load(in streams, Place(stream, length, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nuint Place(int stream, int length, int at) => (nuint)(((nint)stream * length) + at);
}
