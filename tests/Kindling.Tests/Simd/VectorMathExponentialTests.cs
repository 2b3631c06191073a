using System.Numerics;
using Kindling.Networks;
using Kindling.Simd;
using static Kindling.Tests.Simd.UlpError;

namespace Kindling.Tests.Simd;

/// <summary>Exponentials, error function and what is made of them, at every register width.</summary>
public class VectorMathExponentialTests
{
    readonly struct VectorExp : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Exp<T, V>(x);
    }

    readonly struct VectorExpMinusOne : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.ExpMinusOne<T, V>(x);
    }

    readonly struct VectorTanh : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Tanh<T, V>(x);
    }

    readonly struct VectorErf : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Erf<T, V>(x);
    }

    readonly struct VectorSoftplus : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Softplus<T, V>(x);
    }

    readonly struct SigmoidFunction : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => default(Sigmoid).Value<T, V>(x);
    }

    readonly struct GeluFunction : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => default(Gelu).Value<T, V>(x);
    }

    [Fact]
    public void Exponential_is_within_an_ulp_and_a_half() => Check<VectorExp>("exp", Math.Exp, 1.5, 1.5);

    [Fact]
    public void Exponential_minus_one_is_within_two_ulp() =>
        Check<VectorExpMinusOne>("expm1", ExpMinusOne, 2, 2);

    [Fact]
    public void Tanh_is_within_three_ulp() => Check<VectorTanh>("tanh", Math.Tanh, 3, 3);

    [Fact]
    public void Error_function_is_within_three_ulp() => Check<VectorErf>("erf", DoubleErf, 3, 3);

    [Fact]
    public void Logistic_function_is_within_four_ulp() =>
        Check<SigmoidFunction>("sigmoid", x => 1 / (1 + Math.Exp(-x)), 4, 4);

    [Fact]
    public void Softplus_is_within_three_ulp() => Check<VectorSoftplus>("softplus", DoubleSoftplus, 3, 3);

    [Fact]
    public void Gelu_is_within_eight_ulp_down_to_where_it_underflows() =>
        Check<GeluFunction>("gelu", Activations.Gelu.Value, 8, 8);

    [Fact]
    public void Special_values()
    {
        Assert.Equal(0, One<VectorExp>(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, One<VectorExp>(double.PositiveInfinity));
        Assert.Equal(1, One<VectorExp>(-0.0));
        Assert.Equal(-1, One<VectorExpMinusOne>(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, One<VectorExpMinusOne>(double.PositiveInfinity));
        Assert.True(double.IsNegative(One<VectorExpMinusOne>(-0.0)));
        Assert.Equal(double.Epsilon, One<VectorExpMinusOne>(double.Epsilon));
        Assert.Equal(double.Epsilon, One<VectorTanh>(double.Epsilon));
        Assert.True(double.IsNegative(One<VectorTanh>(-0.0)));
        Assert.True(double.IsNegative(One<VectorErf>(-0.0)));
        Assert.Equal(1, One<VectorTanh>(double.PositiveInfinity));
        Assert.Equal(-1, One<VectorTanh>(double.NegativeInfinity));
        Assert.Equal(1, One<VectorErf>(double.PositiveInfinity));
        Assert.Equal(-1, One<VectorErf>(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, One<VectorSoftplus>(double.PositiveInfinity));
        Assert.Equal(0, One<VectorSoftplus>(double.NegativeInfinity));
        Assert.Equal(double.NaN, One<VectorExp>(double.NaN));
        Assert.Equal(double.NaN, One<VectorExpMinusOne>(double.NaN));
        Assert.Equal(double.NaN, One<VectorTanh>(double.NaN));
        Assert.Equal(double.NaN, One<VectorErf>(double.NaN));
        Assert.Equal(double.NaN, One<VectorSoftplus>(double.NaN));
    }

    static double ExpMinusOne(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    static double DoubleSoftplus(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return Math.Max(x, 0) + (e < 1e-5 ? e - (e * e / 2) : Math.Log(1 + e));
    }

    /// <summary>The double version, which the golden values cover.</summary>
    static double DoubleErf(double x) => Apply<double, Lanes128<double>, VectorErf>([x])[0];
}
