using System.Numerics;

namespace Kindling.Networks;

/// <summary>An activation function: its names, its shape, and its kernels.</summary>
public abstract class Activation
{
    static readonly double[] s_places = [0.3, 1.1, 2.7];

    /// <summary>The name in commands and files, e.g. <c>tanh</c>, or <c>leaky_relu:0.2</c> with a parameter.</summary>
    public abstract string Name { get; }

    /// <summary>How many derivatives are continuous: 0 for ReLU, <see cref="int.MaxValue"/> for tanh.</summary>
    public abstract int Smoothness { get; }

    /// <summary>Where the function or its derivatives jump, ascending; empty if nowhere.</summary>
    public abstract IReadOnlyList<double> Kinks { get; }

    /// <summary>
    /// PyTorch's <c>calculate_gain</c>: sqrt(2) for ReLU, 5/3 for tanh, 3/4 for SELU, 1 for linear and sigmoid; for
    /// others 1 / sqrt(E f(z)^2) over standard normal z, which keeps the size of signals.
    /// </summary>
    public abstract double Gain { get; }

    /// <summary>
    /// Why networks with this activation have no second derivatives worth having, as a clause; null where they have.
    /// </summary>
    public string? SecondDerivativeFlaw => Smoothness >= 1 ? null
        : Kernels<double>().IsPiecewiseLinear ? $"those of {Name} are zero almost everywhere"
        : $"the slope of {Name} jumps at {string.Join(" and ", Kinks)}, which they would leave out";

    /// <summary>-1 for odd functions, 1 for even ones, 0 for all others; judged at a few places.</summary>
    internal int Parity => Has(-1) ? -1 : Has(1) ? 1 : 0;

    /// <summary>f(z) in double precision.</summary>
    public double Value(double z) => Derivative(z, 0);

    /// <summary>The derivative of order 0 to 3 at z, in double precision.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is not 0, 1, 2 or 3.</exception>
    public abstract double Derivative(double z, int order);

    /// <summary>The kernels that products and passes run on.</summary>
    internal abstract ActivationKernels<T> Kernels<T>()
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <inheritdoc/>
    public override string ToString() => Name;

    bool Has(int parity) => Array.TrueForAll(
        s_places, z => Math.Abs(Value(-z) - (parity * Value(z))) <= 1e-14 * Math.Abs(Value(z)));
}
