using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>
/// A layer in one go: y = f(sum + bias) (+ skip), f'(z) kept where it is asked for; for activations of a few
/// instructions, since a call would spill the sums.
/// </summary>
internal readonly ref struct ActivationEpilogue<T, F>(
    F function, ref T y, nint stride, ref T bias, ref T slope, bool keepsSlope, ref T skip, bool addsSkip)
    : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where F : struct, IActivationFunction
{
    readonly ref T _y = ref y;
    readonly ref T _bias = ref bias;
    readonly ref T _slope = ref slope;
    readonly ref T _skip = ref skip;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        nuint place = (nuint)((row * stride) + column);
        function.Jet1<T, V>(sum + V.Load(in _bias, (nuint)column), out V value, out V slopes);
        if (keepsSlope)
            V.Store(slopes, ref _slope, place);
        V.Store(addsSkip ? value + V.Load(in _skip, place) : value, ref _y, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column)
    {
        nint place = (row * stride) + column;
        Prefetch.Line(ref Unsafe.Add(ref _y, place));
        if (keepsSlope)
            Prefetch.Line(ref Unsafe.Add(ref _slope, place));
        if (addsSkip)
            Prefetch.Line(ref Unsafe.Add(ref _skip, place));
    }
}

/// <summary>The way back through a layer without skip: dZ = (sum (+ G of a skip)) f'(z), with f'(z) = f'(y).</summary>
internal readonly ref struct OutputSlopeEpilogue<T, F>(
    F function, ref T skipped, bool addsSkipped, ref T y, ref T result, nint stride) : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where F : struct, IActivationFunction
{
    readonly ref T _skipped = ref skipped;
    readonly ref T _y = ref y;
    readonly ref T _result = ref result;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        nuint place = (nuint)((row * stride) + column);
        if (addsSkipped)
            sum += V.Load(in _skipped, place);
        function.Jet1<T, V>(V.Load(in _y, place), out _, out V slopes);
        V.Store(sum * slopes, ref _result, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column)
    {
        nint place = (row * stride) + column;
        Prefetch.Line(ref Unsafe.Add(ref _y, place));
        Prefetch.Line(ref Unsafe.Add(ref _result, place));
        if (addsSkipped)
            Prefetch.Line(ref Unsafe.Add(ref _skipped, place));
    }
}

/// <summary>The same for f' = 1 - f².</summary>
/// <remarks>
/// Of its own: a mention of f itself, even where it is never reached, keeps the tiles from being compiled well.
/// </remarks>
internal readonly ref struct SquareSlopeEpilogue<T>(
    ref T skipped, bool addsSkipped, ref T y, ref T result, nint stride) : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ref T _skipped = ref skipped;
    readonly ref T _y = ref y;
    readonly ref T _result = ref result;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        nuint place = (nuint)((row * stride) + column);
        if (addsSkipped)
            sum += V.Load(in _skipped, place);
        V y = V.Load(in _y, place);
        V.Store(sum * V.MulAdd(-y, y, V.Constant(1)), ref _result, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column)
    {
        nint place = (row * stride) + column;
        Prefetch.Line(ref Unsafe.Add(ref _y, place));
        Prefetch.Line(ref Unsafe.Add(ref _result, place));
        if (addsSkipped)
            Prefetch.Line(ref Unsafe.Add(ref _skipped, place));
    }
}
