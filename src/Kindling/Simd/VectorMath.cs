using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Elementary functions on registers, to a few ulps over the whole range of float and double.</summary>
/// <remarks>
/// Every function is right at NaN, infinities, both zeros and denormal numbers, and none of them looks at neighboring
/// lanes, so a result does not depend on where in an array the argument stands. The polynomial coefficients are made by
/// <c>tests/golden-scripts/vector_math_coefficients.py</c>. Errors are measured by <c>VectorMathTests</c>.
/// Results differ in the last place between machines with and without fused multiply-add; what must not differ
/// (random numbers) uses <see cref="Portable"/>.
/// </remarks>
internal static partial class VectorMath
{
    /// <summary>How a b + c is rounded; a type argument of the algorithms that exist fused and portable.</summary>
    interface IMultiplyAdd
    {
        static abstract V MulAdd<T, V>(V a, V b, V c)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T>;
    }

    /// <summary>Fused where the hardware fuses.</summary>
    readonly struct Fused : IMultiplyAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V MulAdd<T, V>(V a, V b, V c)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => V.MulAdd(a, b, c);
    }

    /// <summary>A rounded product, then a rounded sum: the same bits on every machine.</summary>
    readonly struct Separate : IMultiplyAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V MulAdd<T, V>(V a, V b, V c)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => (a * b) + c;
    }
}
