using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>P = sum and Z = scale sum + shift, both with the same stride, rows padded to whole registers.</summary>
internal readonly ref struct ScaledShiftEpilogue<T>(ref T p, ref T z, nint stride, T scale, T shift) : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ref T _p = ref p;
    readonly ref T _z = ref z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        nuint place = (nuint)((row * stride) + column);
        V.Store(sum, ref _p, place);
        V.Store(V.MulAdd(V.Broadcast(scale), sum, V.Broadcast(shift)), ref _z, place);
    }
}

/// <summary>
/// The way back through an activation behind a scaled layer: G = scale sum (+ G of the skip), dZ = G f'(z); rows
/// padded to whole registers.
/// </summary>
/// <remarks>All have the same stride. G is written only where a skip connection will ask for it.</remarks>
internal readonly ref struct ScaledChainRuleEpilogue<T>(
    ref T gradient, ref T skipped, bool addsSkipped, bool keepsGradient, ref T slope, ref T result, nint stride, T scale)
    : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ref T _gradient = ref gradient;
    readonly ref T _skipped = ref skipped;
    readonly ref T _slope = ref slope;
    readonly ref T _result = ref result;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        nuint place = (nuint)((row * stride) + column);
        V g = sum * V.Broadcast(scale);
        if (addsSkipped)
            g += V.Load(in _skipped, place);
        if (keepsGradient)
            V.Store(g, ref _gradient, place);
        V.Store(g * V.Load(in _slope, place), ref _result, place);
    }
}
