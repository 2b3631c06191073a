using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>An optimizer with the formulas of R: one sweep over parameters, gradient and state.</summary>
/// <remarks>
/// The last elements of a range go through a full register too, so ranges never change a bit. State below the smallest
/// normal number becomes zero: where a gradient stays zero (a dead unit), averages would otherwise decay into subnormal
/// numbers, stay there for good, and cost several times as much at every step.
/// </remarks>
internal sealed class Optimizer<T, R> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where R : struct, IUpdateRule<R>
{
    /// <summary>2^-126 and 2^-1022.</summary>
    const double FloatNormal = 1.1754943508222875E-38, DoubleNormal = 2.2250738585072014E-308;

    readonly int _length;
    readonly AlignedArray<T> _first;
    readonly AlignedArray<T> _second;
    R _rule;

    /// <summary>Allocates zero state for <paramref name="length"/> parameters.</summary>
    public Optimizer(R rule, int length)
    {
        _rule = rule;
        _length = length;
        _first = new(R.StateNames.Count > 0 ? length : 0);
        _second = new(R.StateNames.Count > 1 ? length : 0);
        AlignedArray<T>[] vectors = [_first, _second];
        State = [.. R.StateNames.Zip(vectors)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, AlignedArray<T> Values)> State { get; }

    /// <inheritdoc/>
    public override void BeginStep(double rate) => _rule = _rule.At(++Steps, rate);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more or fewer parameters than the state has elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the parameters.</exception>
    public override void Update(Span<T> parameters, ReadOnlySpan<T> gradient, int start)
    {
        if (parameters.Length != _length)
        {
            throw new ArgumentException(
                $"parameters has {parameters.Length} elements; the optimizer is for {_length}.", nameof(parameters));
        }

        if (start < 0 || start > _length - gradient.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), start, $"[{start}, {start} + {gradient.Length}) is not within {_length}.");
        }

        Span<T> w = parameters.Slice(start, gradient.Length);
        switch (Dispatch.Level)
        {
            case SimdLevel.Avx512:
                Sweep<Lanes512<T>>(w, gradient, start);
                break;
            case SimdLevel.Avx2:
                Sweep<Lanes256<T>>(w, gradient, start);
                break;
            default:
                Sweep<Lanes128<T>>(w, gradient, start);
                break;
        }
    }

    /// <summary>Updates w, whose first element is parameter <paramref name="start"/>, at a width.</summary>
    internal void Sweep<V>(Span<T> w, ReadOnlySpan<T> g, int start)
        where V : struct, ILanes<V, T>
    {
        R rule = _rule;
        Span<T> first = R.StateNames.Count > 0 ? _first.Span.Slice(start, w.Length) : [];
        Span<T> second = R.StateNames.Count > 1 ? _second.Span.Slice(start, w.Length) : [];
        int i = 0;
        for (; i + V.Count <= w.Length; i += V.Count)
            Step<V>(rule, w, g, first, second, (nuint)i);
        if (i < w.Length)
            Tail<V>(rule, w[i..], g[i..], first.IsEmpty ? first : first[i..], second.IsEmpty ? second : second[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Step<V>(in R rule, Span<T> w, ReadOnlySpan<T> g, Span<T> first, Span<T> second, nuint i)
        where V : struct, ILanes<V, T>
    {
        V weights = V.Load(in MemoryMarshal.GetReference(w), i);
        V gradient = V.Load(in MemoryMarshal.GetReference(g), i);
        V s1 = first.IsEmpty ? V.Zero : V.Load(in MemoryMarshal.GetReference(first), i);
        V s2 = second.IsEmpty ? V.Zero : V.Load(in MemoryMarshal.GetReference(second), i);
        rule.Update<T, V>(ref weights, gradient, ref s1, ref s2);
        V.Store(weights, ref MemoryMarshal.GetReference(w), i);
        if (!first.IsEmpty)
            V.Store(WithoutSubnormal(s1), ref MemoryMarshal.GetReference(first), i);
        if (!second.IsEmpty)
            V.Store(WithoutSubnormal(s2), ref MemoryMarshal.GetReference(second), i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V WithoutSubnormal<V>(V x)
        where V : struct, ILanes<V, T> =>
        V.Select(V.LessThan(V.Abs(x), V.Constant(typeof(T) == typeof(float) ? FloatNormal : DoubleNormal)), V.Zero, x);

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Tail<V>(in R rule, Span<T> w, ReadOnlySpan<T> g, Span<T> first, Span<T> second)
        where V : struct, ILanes<V, T>
    {
        Span<T> registers = stackalloc T[4 * V.Count];
        Span<T> weights = registers[..V.Count];
        Span<T> gradient = registers.Slice(V.Count, V.Count);
        Span<T> s1 = registers.Slice(2 * V.Count, V.Count);
        Span<T> s2 = registers.Slice(3 * V.Count, V.Count);
        w.CopyTo(weights);
        g.CopyTo(gradient);
        first.CopyTo(s1);
        second.CopyTo(s2);
        Step<V>(rule, weights, gradient, s1, s2, 0);
        weights[..w.Length].CopyTo(w);
        s1[..first.Length].CopyTo(first);
        s2[..second.Length].CopyTo(second);
    }
}
