using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <content>Functions with the same bits on every machine.</content>
internal static partial class VectorMath
{
    /// <summary>
    /// Functions that use only +, -, *, / and comparisons, each rounded once and never fused: the same bits on every
    /// machine and register width. Random variates are made of these.
    /// </summary>
    internal static class Portable
    {
        /// <summary>Natural logarithm, within 1 ulp: -infinity at both zeros, NaN below zero.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Log<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Log<T, V, Separate>(x);

        /// <summary>As <see cref="Log"/>, for positive normal numbers alone, in fewer steps.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V LogOfNormal<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T>
        {
            V one = V.Constant(1), significand = V.Significand(x);
            V above = V.GreaterThan(significand, V.Constant(1.4142135623730951));
            V k = V.Exponent(x) + V.Select(above, one, V.Zero);
            significand = V.Select(above, significand * V.Constant(0.5), significand);
            return LogOfReduced<T, V, Separate>(k, significand - one);
        }

        /// <summary>sin(2 pi turns) and cos(2 pi turns), turns in [-1, 1]; the four quarter turns are exact.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SinCosOfTurns<T, V>(V turns, out V sin, out V cos)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T>
        {
            V quarters = turns * V.Constant(4);
            V k = V.Round(quarters);
            V r = (quarters - k) * V.Constant(1.5707963267948966);
            SinCosOfReduced<T, V, Separate>(r, k, out sin, out cos);
        }
    }
}
