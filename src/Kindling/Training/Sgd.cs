using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>Gradient descent: w -= rate g, g including <paramref name="decay"/> w.</summary>
internal readonly struct Sgd(KernelConstant decay, double rate = 0) : IUpdateRule<Sgd>
{
    readonly KernelConstant _minusRate = -rate;

    public static IReadOnlyList<string> StateNames => [];

    public Sgd At(long step, double rate) => new(decay, rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<T, V>(ref V w, V g, ref V first, ref V second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        g = V.MulAdd(decay.Lanes<T, V>(), w, g);
        w = V.MulAdd(_minusRate.Lanes<T, V>(), g, w);
    }
}

/// <summary>
/// Gradient descent with heavy-ball momentum (Polyak 1964) or Nesterov's: b = momentum b + g, then w -= rate b or
/// w -= rate (g + momentum b), as PyTorch writes them (Sutskever et al. 2013 scale the velocity by the rate).
/// </summary>
internal readonly struct MomentumSgd(KernelConstant decay, KernelConstant momentum, bool nesterov, double rate = 0)
    : IUpdateRule<MomentumSgd>
{
    readonly KernelConstant _minusRate = -rate;

    public static IReadOnlyList<string> StateNames { get; } = ["momentum_buffer"];

    public MomentumSgd At(long step, double rate) => new(decay, momentum, nesterov, rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<T, V>(ref V w, V g, ref V first, ref V second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        g = V.MulAdd(decay.Lanes<T, V>(), w, g);
        first = V.MulAdd(momentum.Lanes<T, V>(), first, g);
        V direction = nesterov ? V.MulAdd(momentum.Lanes<T, V>(), first, g) : first;
        w = V.MulAdd(_minusRate.Lanes<T, V>(), direction, w);
    }
}
