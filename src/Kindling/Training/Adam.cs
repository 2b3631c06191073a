using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// Adam with bias correction (Kingma and Ba 2015, algorithm 1), its weight decay as a penalty gradient or decoupled
/// (AdamW, Loshchilov and Hutter 2019, algorithm 2).
/// </summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
/// w -= rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon); epsilon is outside the root and after the correction.
/// </remarks>
internal readonly struct Adam : IUpdateRule<Adam>
{
    readonly double _beta1, _beta2, _epsilon, _weightDecay;
    readonly bool _decoupled;

    // Constants of the step.
    readonly double _penalty, _shrink, _rate, _rootScale;

    /// <summary>Takes the settings.</summary>
    public Adam(double beta1, double beta2, double epsilon, double weightDecay, bool decoupled)
    {
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _decoupled = decoupled;
    }

    Adam(in Adam settings, long step, double rate)
    {
        this = settings;
        _penalty = _decoupled ? 0 : _weightDecay;
        _shrink = _decoupled ? 1 - (rate * _weightDecay) : 1;
        _rate = rate / (1 - Math.Pow(_beta1, step));
        _rootScale = 1 / Math.Sqrt(1 - Math.Pow(_beta2, step));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    public Adam At(long step, double rate) => new(this, step, rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<T, V>(ref V w, V g, ref V first, ref V second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        g = V.MulAdd(V.Constant(_penalty), w, g);
        w *= V.Constant(_shrink);
        first = V.MulAdd(V.Constant(_beta1), first, V.Constant(1 - _beta1) * g);
        second = V.MulAdd(V.Constant(_beta2), second, V.Constant(1 - _beta2) * g * g);
        V root = V.MulAdd(V.Sqrt(second), V.Constant(_rootScale), V.Constant(_epsilon));
        w = V.MulAdd(V.Constant(-_rate), first / root, w);
    }
}
