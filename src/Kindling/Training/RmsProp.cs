using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// RMSProp (Hinton 2012, lecture 6e): v = alpha v + (1 - alpha) g^2, w -= rate g / (sqrt(v) + epsilon), g including
/// <paramref name="decay"/> w.
/// </summary>
internal readonly struct RmsProp(KernelConstant alpha, KernelConstant epsilon, KernelConstant decay, double rate = 0)
    : IUpdateRule<RmsProp>
{
    readonly KernelConstant _complement = 1 - alpha.Value;
    readonly KernelConstant _minusRate = -rate;

    public static IReadOnlyList<string> StateNames { get; } = ["square_avg"];

    public RmsProp At(long step, double rate) => new(alpha, epsilon, decay, rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<T, V>(ref V w, V g, ref V first, ref V second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        g = V.MulAdd(decay.Lanes<T, V>(), w, g);
        first = V.MulAdd(alpha.Lanes<T, V>(), first, _complement.Lanes<T, V>() * g * g);
        w = V.MulAdd(_minusRate.Lanes<T, V>(), g / (V.Sqrt(first) + epsilon.Lanes<T, V>()), w);
    }
}
