using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>C = sum + bias, into rows that are padded to whole registers; the bias is padded too.</summary>
internal readonly ref struct BiasEpilogue<T>(ref T c, nint stride, ref T bias) : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ref T _c = ref c;
    readonly ref T _bias = ref bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T> =>
        V.Store(sum + V.Load(in _bias, (nuint)column), ref Unsafe.Add(ref _c, row * stride), (nuint)column);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column) =>
        Prefetch.Line(ref Unsafe.Add(ref _c, (row * stride) + column));
}

/// <summary>C = scale sum + biasScale bias, a row a unit, into rows that are padded to whole registers.</summary>
internal readonly ref struct UnitBiasEpilogue<T>(ref T c, nint stride, T scale, ref T bias, T biasScale) : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ref T _c = ref c;
    readonly ref T _bias = ref bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        V shift = V.Broadcast(biasScale * Unsafe.Add(ref _bias, row));
        V.Store(V.MulAdd(V.Broadcast(scale), sum, shift), ref Unsafe.Add(ref _c, row * stride), (nuint)column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column) =>
        Prefetch.Line(ref Unsafe.Add(ref _c, (row * stride) + column));
}

/// <summary>The way back through an activation: G = sum (+ G of the skip), dZ = G f'(z).</summary>
/// <remarks>
/// All three have the same stride, and rows padded to whole registers. G is written only where a skip connection will
/// ask for it.
/// </remarks>
internal readonly ref struct ChainRuleEpilogue<T>(
    ref T gradient, ref T skipped, bool addsSkipped, bool keepsGradient, ref T slope, ref T result, nint stride)
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
        if (addsSkipped)
            sum += V.Load(in _skipped, place);
        if (keepsGradient)
            V.Store(sum, ref _gradient, place);
        V.Store(sum * V.Load(in _slope, place), ref _result, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column)
    {
        nint place = (row * stride) + column;
        Prefetch.Line(ref Unsafe.Add(ref _slope, place));
        Prefetch.Line(ref Unsafe.Add(ref _result, place));
        if (addsSkipped)
            Prefetch.Line(ref Unsafe.Add(ref _skipped, place));
        if (keepsGradient)
            Prefetch.Line(ref Unsafe.Add(ref _gradient, place));
    }
}
