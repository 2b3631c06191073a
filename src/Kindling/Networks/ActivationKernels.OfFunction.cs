using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>The kernels of the activation whose formulas are in <typeparamref name="F"/>.</summary>
/// <remarks>
/// The last elements of a span go through a full register too, so the bits of a result depend on its argument alone.
/// </remarks>
internal sealed class ActivationKernels<T, F>(F function) : ActivationKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where F : struct, IActivationFunction
{
    readonly F _function = function;

    public override bool IsPiecewiseLinear => F.IsPiecewiseLinear;

    public override bool OutputGivesSlope => F.SlopeIsOneMinusSquare || _function.SlopeIsThatOfOutput;

    public override bool SlopeIsOneMinusSquare => F.SlopeIsOneMinusSquare;

    public override void Layer(
        in ProductOperands<T> operands, ref T y, nint stride, ref T bias,
        ref T slope, bool keepsSlope, ref T skip, bool addsSkip)
    {
        var epilogue = new ActivationEpilogue<T, F>(
            _function, ref y, stride, ref bias, ref slope, keepsSlope, ref skip, addsSkip);
        Product.Run(in operands, ref epilogue);
    }

    public override void ChainRule(
        in ProductOperands<T> operands, ref T skipped, bool addsSkipped, ref T y, ref T result, nint stride)
    {
        if (F.SlopeIsOneMinusSquare)
        {
            var square = new SquareSlopeEpilogue<T>(ref skipped, addsSkipped, ref y, ref result, stride);
            Product.Run(in operands, ref square);
            return;
        }

        var epilogue = new OutputSlopeEpilogue<T, F>(_function, ref skipped, addsSkipped, ref y, ref result, stride);
        Product.Run(in operands, ref epilogue);
    }

    public override void Apply(ReadOnlySpan<T> z, Span<T> y)
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Apply<Lanes512<T>>(z, y);
                break;
            case SimdLevel.Avx2:
                Apply<Lanes256<T>>(z, y);
                break;
            default:
                Apply<Lanes128<T>>(z, y);
                break;
        }
    }

    public override void Jet1(ReadOnlySpan<T> z, Span<T> f, Span<T> d1)
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Jet1<Lanes512<T>>(z, f, d1);
                break;
            case SimdLevel.Avx2:
                Jet1<Lanes256<T>>(z, f, d1);
                break;
            default:
                Jet1<Lanes128<T>>(z, f, d1);
                break;
        }
    }

    public override void Jet2(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2)
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Jet2<Lanes512<T>>(z, f, d1, d2);
                break;
            case SimdLevel.Avx2:
                Jet2<Lanes256<T>>(z, f, d1, d2);
                break;
            default:
                Jet2<Lanes128<T>>(z, f, d1, d2);
                break;
        }
    }

    public override void Jet3(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2, Span<T> d3)
    {
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Jet3<Lanes512<T>>(z, f, d1, d2, d3);
                break;
            case SimdLevel.Avx2:
                Jet3<Lanes256<T>>(z, f, d1, d2, d3);
                break;
            default:
                Jet3<Lanes128<T>>(z, f, d1, d2, d3);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Apply<V>(ReadOnlySpan<T> z, Span<T> y)
        where V : struct, ILanes<V, T>
    {
        y = y[..z.Length];
        F function = _function;
        ref readonly T pz = ref MemoryMarshal.GetReference(z);
        ref T py = ref MemoryMarshal.GetReference(y);
        nuint i = 0, n = (nuint)z.Length, w = (nuint)V.Count;
        for (; i + w <= n; i += w)
            V.Store(function.Value<T, V>(V.Load(in pz, i)), ref py, i);
        if (i < n)
            ApplyTail<V>(z[(int)i..], y[(int)i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Jet1<V>(ReadOnlySpan<T> z, Span<T> f, Span<T> d1)
        where V : struct, ILanes<V, T>
    {
        f = f[..z.Length];
        d1 = d1[..z.Length];
        F function = _function;
        ref readonly T pz = ref MemoryMarshal.GetReference(z);
        ref T pf = ref MemoryMarshal.GetReference(f);
        ref T p1 = ref MemoryMarshal.GetReference(d1);
        nuint i = 0, n = (nuint)z.Length, w = (nuint)V.Count;
        for (; i + w <= n; i += w)
        {
            function.Jet1<T, V>(V.Load(in pz, i), out V v, out V v1);
            V.Store(v, ref pf, i);
            V.Store(v1, ref p1, i);
        }

        if (i < n)
            Jet1Tail<V>(z[(int)i..], f[(int)i..], d1[(int)i..]);
    }

    internal void Jet2<V>(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2)
        where V : struct, ILanes<V, T>
    {
        f = f[..z.Length];
        d1 = d1[..z.Length];
        d2 = d2[..z.Length];
        F function = _function;
        ref readonly T pz = ref MemoryMarshal.GetReference(z);
        nuint n = (nuint)z.Length, w = (nuint)V.Count;
        for (nuint i = 0; i + w <= n; i += w)
        {
            function.Jet3<T, V>(V.Load(in pz, i), out V v, out V v1, out V v2, out _);
            V.Store(v, ref MemoryMarshal.GetReference(f), i);
            V.Store(v1, ref MemoryMarshal.GetReference(d1), i);
            V.Store(v2, ref MemoryMarshal.GetReference(d2), i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Jet3<V>(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2, Span<T> d3)
        where V : struct, ILanes<V, T>
    {
        f = f[..z.Length];
        d1 = d1[..z.Length];
        d2 = d2[..z.Length];
        d3 = d3[..z.Length];
        F function = _function;
        ref readonly T pz = ref MemoryMarshal.GetReference(z);
        nuint i = 0, n = (nuint)z.Length, w = (nuint)V.Count;
        for (; i + w <= n; i += w)
        {
            function.Jet3<T, V>(V.Load(in pz, i), out V v, out V v1, out V v2, out V v3);
            V.Store(v, ref MemoryMarshal.GetReference(f), i);
            V.Store(v1, ref MemoryMarshal.GetReference(d1), i);
            V.Store(v2, ref MemoryMarshal.GetReference(d2), i);
            V.Store(v3, ref MemoryMarshal.GetReference(d3), i);
        }

        if (i < n)
            Jet3Tail<V>(z[(int)i..], f[(int)i..], d1[(int)i..], d2[(int)i..], d3[(int)i..]);
    }

    // The tails call the kernel again with one full register: a second copy of the formulas inside the same
    // method would exceed what the run-time compiler is willing to inline into it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    void ApplyTail<V>(ReadOnlySpan<T> z, Span<T> y)
        where V : struct, ILanes<V, T>
    {
        Span<T> register = stackalloc T[V.Count];
        z.CopyTo(register);
        Apply<V>(register, register);
        register[..y.Length].CopyTo(y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Jet1Tail<V>(ReadOnlySpan<T> z, Span<T> f, Span<T> d1)
        where V : struct, ILanes<V, T>
    {
        Span<T> registers = stackalloc T[2 * V.Count];
        z.CopyTo(registers);
        Jet1<V>(registers[..V.Count], registers[..V.Count], registers[V.Count..]);
        registers[..z.Length].CopyTo(f);
        registers.Slice(V.Count, z.Length).CopyTo(d1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Jet3Tail<V>(ReadOnlySpan<T> z, Span<T> f, Span<T> d1, Span<T> d2, Span<T> d3)
        where V : struct, ILanes<V, T>
    {
        int w = V.Count;
        Span<T> registers = stackalloc T[4 * w];
        z.CopyTo(registers);
        Jet3<V>(
            registers[..w],
            registers[..w],
            registers.Slice(w, w),
            registers.Slice(2 * w, w),
            registers.Slice(3 * w, w));
        registers[..z.Length].CopyTo(f);
        registers.Slice(w, z.Length).CopyTo(d1);
        registers.Slice(2 * w, z.Length).CopyTo(d2);
        registers.Slice(3 * w, z.Length).CopyTo(d3);
    }
}
