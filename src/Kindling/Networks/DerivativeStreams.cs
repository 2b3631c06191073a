using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>One activation on values and input derivatives, forward and back (Taylor mode).</summary>
/// <remarks>
/// Forward, with f', f'', f''' at the value stream z, first derivatives i and sums s over weighted pairs (i, j):
/// <code>
/// y = f(z),  y_i = f' z_i,  y_s = f' z_s + f'' sum w z_i z_j
/// </code>
/// Back, with g the gradients in y:
/// <code>
/// dz_s = f' g_s
/// dz_i = f' g_i + sum over pairs with i of f'' w z_j g_s      (twice for i = j)
/// dz   = f' g + sum f'' z_i g_i + sum (f''' (sum w z_i z_j) + f'' z_s) g_s
/// </code>
/// All streams of one array follow each other, <c>length</c> elements each, whole registers.
/// </remarks>
internal sealed class DerivativeStreams<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly int _first;
    readonly Pair[][] _sums;
    readonly bool _bends;

    /// <summary>Prepares the streams of a pass.</summary>
    /// <param name="derivatives">What is carried.</param>
    /// <param name="bends">Whether f'' differs from zero anywhere; if not, curvatures are never read.</param>
    public DerivativeStreams(InputDerivatives derivatives, bool bends)
    {
        _first = derivatives.First.Count;
        _sums = [.. derivatives.Sums.Select(s =>
            s.Pairs.Select(p => new Pair(p.I, p.J, T.CreateTruncating(p.Weight))).ToArray())];
        _bends = bends;
    }

    /// <summary>y_s for the derivative streams s = 1 ...; adds the skip x_s if there is one.</summary>
    public void Forward(int length, ref T z, ref T d1, ref T d2, ref T y, ref T skip, bool hasSkip)
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Forward<Lanes512<T>>(length, ref z, ref d1, ref d2, ref y, ref skip, hasSkip);
                break;
            case SimdLevel.Avx2:
                Forward<Lanes256<T>>(length, ref z, ref d1, ref d2, ref y, ref skip, hasSkip);
                break;
            default:
                Forward<Lanes128<T>>(length, ref z, ref d1, ref d2, ref y, ref skip, hasSkip);
                break;
        }
    }

    /// <summary>dz_s for all streams from g_s.</summary>
    public void Backward(int length, ref T z, ref T d1, ref T d2, ref T d3, ref T g, ref T dz)
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Backward<Lanes512<T>>(length, ref z, ref d1, ref d2, ref d3, ref g, ref dz);
                break;
            case SimdLevel.Avx2:
                Backward<Lanes256<T>>(length, ref z, ref d1, ref d2, ref d3, ref g, ref dz);
                break;
            default:
                Backward<Lanes128<T>>(length, ref z, ref d1, ref d2, ref d3, ref g, ref dz);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Forward<V>(int length, ref T z, ref T d1, ref T d2, ref T y, ref T skip, bool hasSkip)
        where V : struct, ILanes<V, T>
    {
        int plain = 1 + _first;
        for (int s = 1; s < plain + _sums.Length; s++)
        {
            Pair[] pairs = s < plain || !_bends ? [] : _sums[s - plain];
            for (int at = 0; at < length; at += V.Count)
            {
                V result = V.Load(in d1, (nuint)at) * At<V>(ref z, s, length, at);
                if (pairs.Length > 0)
                    result = V.MulAdd(V.Load(in d2, (nuint)at), SumOfPairs<V>(pairs, ref z, length, at), result);
                nuint place = Place(s, length, at);
                V.Store(hasSkip ? result + V.Load(in skip, place) : result, ref y, place);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Backward<V>(int length, ref T z, ref T d1, ref T d2, ref T d3, ref T g, ref T dz)
        where V : struct, ILanes<V, T>
    {
        int streams = 1 + _first + _sums.Length;
        for (int s = 0; s < streams; s++)
        {
            for (int at = 0; at < length; at += V.Count)
                V.Store(V.Load(in d1, (nuint)at) * At<V>(ref g, s, length, at), ref dz, Place(s, length, at));
        }

        if (!_bends)
            return;
        for (int at = 0; at < length; at += V.Count)
        {
            V bent = V.Zero;
            for (int s = 1; s < streams; s++)
                bent = V.MulAdd(At<V>(ref z, s, length, at), At<V>(ref g, s, length, at), bent);
            V.Store(V.MulAdd(V.Load(in d2, (nuint)at), bent, V.Load(in dz, (nuint)at)), ref dz, (nuint)at);
        }

        for (int k = 0; k < _sums.Length; k++)
        {
            if (_sums[k].Length > 0)
                BackwardPairs<V>(_sums[k], 1 + _first + k, length, ref z, ref d2, ref d3, ref g, ref dz);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void BackwardPairs<V>(Pair[] pairs, int s, int length, ref T z, ref T d2, ref T d3, ref T g, ref T dz)
        where V : struct, ILanes<V, T>
    {
        for (int at = 0; at < length; at += V.Count)
        {
            V gs = At<V>(ref g, s, length, at), bent = V.Load(in d2, (nuint)at) * gs;
            V third = V.Load(in d3, (nuint)at) * SumOfPairs<V>(pairs, ref z, length, at);
            V.Store(V.MulAdd(third, gs, V.Load(in dz, (nuint)at)), ref dz, (nuint)at);
            foreach (Pair pair in pairs)
            {
                V weighted = bent * V.Broadcast(pair.Weight);
                V zi = At<V>(ref z, pair.I, length, at), zj = At<V>(ref z, pair.J, length, at);
                V.Store(V.MulAdd(weighted, zj, At<V>(ref dz, pair.I, length, at)), ref dz, Place(pair.I, length, at));
                V.Store(V.MulAdd(weighted, zi, At<V>(ref dz, pair.J, length, at)), ref dz, Place(pair.J, length, at));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V SumOfPairs<V>(Pair[] pairs, ref T z, int length, int at)
        where V : struct, ILanes<V, T>
    {
        V sum = V.Zero;
        foreach (Pair pair in pairs)
        {
            V product = At<V>(ref z, pair.I, length, at) * At<V>(ref z, pair.J, length, at);
            sum = V.MulAdd(V.Broadcast(pair.Weight), product, sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V At<V>(ref T streams, int stream, int length, int at)
        where V : struct, ILanes<V, T> => V.Load(in streams, Place(stream, length, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nuint Place(int stream, int length, int at) => (nuint)(((nint)stream * length) + at);

    /// <summary>weight z_i z_j.</summary>
    readonly record struct Pair(int I, int J, T Weight);
}
