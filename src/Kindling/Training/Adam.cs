using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// Adam with bias correction (Kingma and Ba 2015, algorithm 1), its weight decay as a penalty gradient or decoupled
/// (AdamW, Loshchilov and Hutter 2019, algorithm 2).
/// </summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w -= rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t))
/// + epsilon); epsilon is outside the root and after the correction.
/// </remarks>
internal readonly struct Adam : IUpdateRule<Adam>
{
    readonly KernelConstant _beta1, _beta2, _complement1, _complement2, _epsilon;
    readonly double _weightDecay;
    readonly bool _decoupled;

    // Constants of the step.
    readonly KernelConstant _penalty, _shrink, _minusRate, _rootScale;

    /// <summary>Takes the settings.</summary>
    public Adam(double beta1, double beta2, double epsilon, double weightDecay, bool decoupled)
    {
        _beta1 = beta1;
        _beta2 = beta2;
        _complement1 = 1 - beta1;
        _complement2 = 1 - beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _decoupled = decoupled;
    }

    Adam(in Adam settings, long step, double rate)
    {
        this = settings;
        _penalty = _decoupled ? 0 : _weightDecay;
        _shrink = _decoupled ? 1 - (rate * _weightDecay) : 1;
        _minusRate = -rate / (1 - Math.Pow(_beta1.Value, step));
        _rootScale = 1 / Math.Sqrt(1 - Math.Pow(_beta2.Value, step));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    public Adam At(long step, double rate) => new(this, step, rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<T, V>(ref V w, V g, ref V first, ref V second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        g = V.MulAdd(_penalty.Lanes<T, V>(), w, g);
        w *= _shrink.Lanes<T, V>();
        first = V.MulAdd(_beta1.Lanes<T, V>(), first, _complement1.Lanes<T, V>() * g);
        second = V.MulAdd(_beta2.Lanes<T, V>(), second, _complement2.Lanes<T, V>() * g * g);
        V root = V.MulAdd(V.Sqrt(second), _rootScale.Lanes<T, V>(), _epsilon.Lanes<T, V>());
        w = V.MulAdd(_minusRate.Lanes<T, V>(), first / root, w);
    }
}
