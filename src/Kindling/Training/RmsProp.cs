using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// RMSProp (Hinton 2012, lecture 6e): v = alpha v + (1 - alpha) g^2, w -= rate g / (sqrt(v) + epsilon), g including
/// <paramref name="decay"/> w.
/// </summary>
internal readonly struct RmsProp(double alpha, double epsilon, double decay, double rate = 0) : IUpdateRule<RmsProp>
{
    public static IReadOnlyList<string> StateNames { get; } = ["square_avg"];

    public RmsProp At(long step, double rate) => new(alpha, epsilon, decay, rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<T, V>(ref V w, V g, ref V first, ref V second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        g = V.MulAdd(V.Constant(decay), w, g);
        first = V.MulAdd(V.Constant(alpha), first, V.Constant(1 - alpha) * g * g);
        w = V.MulAdd(V.Constant(-rate), g / (V.Sqrt(first) + V.Constant(epsilon)), w);
    }
}
