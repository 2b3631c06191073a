using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>A number known only at run time, kept in both precisions for use inside loops.</summary>
/// <remarks>
/// Rounding to single inside the loop would chain its iterations: the instruction depends on its target's old value.
/// </remarks>
internal readonly struct KernelConstant(double value)
{
    readonly float _single = (float)value;

    /// <summary>The number in double precision.</summary>
    public double Value { get; } = value;

    /// <summary>A register of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Lanes<T, V>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T> =>
        V.Broadcast(typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(_single) : Unsafe.BitCast<double, T>(Value));

    /// <summary>Makes a constant of a number.</summary>
    public static implicit operator KernelConstant(double value) => new(value);
}
