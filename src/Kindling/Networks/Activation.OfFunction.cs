using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>The activation whose formulas are in <typeparamref name="F"/>.</summary>
internal sealed class Activation<F> : Activation
    where F : struct, IActivationFunction
{
    readonly F _function;
    readonly ActivationKernels<float, F> _single;
    readonly ActivationKernels<double, F> _double;
    readonly Lazy<double> _gain;

    /// <summary>Names a function.</summary>
    /// <param name="name">With its parameter, if it is not the default one.</param>
    /// <param name="function">The formulas.</param>
    /// <param name="gain">PyTorch's gain; null where it has none.</param>
    /// <param name="smoothness">How many derivatives are continuous.</param>
    /// <param name="kinks">Where the function or a derivative jumps.</param>
    public Activation(
        string name,
        F function,
        double? gain = null,
        int smoothness = int.MaxValue,
        IReadOnlyList<double>? kinks = null)
    {
        Name = name;
        Smoothness = smoothness;
        Kinks = kinks ?? [];
        _function = function;
        _single = new(function);
        _double = new(function);
        _gain = new(() => gain ?? 1 / Math.Sqrt(MeanSquare()));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Smoothness { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Kinks { get; }

    /// <inheritdoc/>
    public override double Gain => _gain.Value;

    /// <inheritdoc/>
    public override double Derivative(double z, int order)
    {
        if (order is < 0 or > 3)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"order is {order}; it must be 0, 1, 2 or 3.");
        if (order == 0)
            return First(_function.Value<double, Lanes128<double>>(Lanes128<double>.Broadcast(z)));
        _function.Jet3<double, Lanes128<double>>(
            Lanes128<double>.Broadcast(z),
            out _,
            out Lanes128<double> d1,
            out Lanes128<double> d2,
            out Lanes128<double> d3);
        return First(order == 1 ? d1 : order == 2 ? d2 : d3);
    }

    /// <inheritdoc/>
    internal override ActivationKernels<T> Kernels<T>()
    {
        ElementType.Require<T>();
        object kernels = typeof(T) == typeof(float) ? _single : _double;
        return (ActivationKernels<T>)kernels;
    }

    static double First(Lanes128<double> lanes)
    {
        Span<double> values = stackalloc double[Lanes128<double>.Count];
        Lanes128<double>.Store(lanes, ref values[0], 0);
        return values[0];
    }

    /// <summary>
    /// E f(z)^2 for standard normal z, by Simpson's rule over 12 standard deviations (kinks are at grid points).
    /// </summary>
    double MeanSquare()
    {
        const int Panels = 12 * 512;
        double sum = 0;
        for (int i = -Panels; i <= Panels; i++)
        {
            double z = 12.0 * i / Panels;
            double f = Value(z);
            double weight = Math.Abs(i) == Panels ? 1 : (i & 1) == 0 ? 2 : 4;
            sum += weight * f * f * Math.Exp(-z * z / 2);
        }

        return sum * (12.0 / Panels / 3) / Math.Sqrt(2 * Math.PI);
    }
}
