using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Tests.MeanField;

public class ActivationExpectationsTests
{
    [Theory]
    [InlineData("relu")]
    [InlineData("leaky_relu:0.2")]
    [InlineData("linear")]
    [InlineData("erf")]
    [InlineData("sin")]
    [InlineData("sin:3")]
    [InlineData("cos")]
    [InlineData("exp")]
    public void Closed_forms_match_quadrature(string name)
    {
        Activation activation = Activations.Find(name);
        ActivationExpectations closed = ActivationExpectations.Of(activation);
        Assert.True(closed.IsClosedForm);
        var quadrature = new QuadratureExpectations(activation);

        // exp(2 u) of a wider normal has its weight in the tail, which quadrature leaves out.
        double[] lengths = name == "exp" ? [1e-6, 0.02, 0.5] : [1e-6, 0.02, 0.8, 2.5];
        foreach (double q in lengths)
        {
            ActivationMoments a = closed.Moments(q);
            ActivationMoments b = quadrature.Moments(q);
            Golden.Close(a.Mean, b.Mean, 1e-12, 1e-14);
            Golden.Close(a.MeanSquare, b.MeanSquare, 1e-12);
            Golden.Close(a.SlopeSquare, b.SlopeSquare, 1e-12);
            Golden.Close(a.MeanDerivative, b.MeanDerivative, 1e-10, 1e-11);
            Golden.Close(a.MeanSquareDerivative, b.MeanSquareDerivative, 1e-10, 1e-11);
            Func<double, Decorrelation> exact = closed.DecorrelationAt(a);
            Func<double, Decorrelation> summed = quadrature.DecorrelationAt(b);
            foreach (double c in new[] { -0.9, 0, 0.5, 0.9999 })
            {
                PairMoments x = closed.Pair(q, q, c);
                Golden.Close(x.Product, quadrature.Pair(q, q, c).Product, 1e-11, 1e-12 * a.MeanSquare);
                Golden.Close(x.SlopeProduct, quadrature.Pair(q, q, c).SlopeProduct, 1e-10, 1e-11 * a.SlopeSquare);
                Golden.Close(a.MeanSquare - x.Product, exact(1 - c).Lost, 1e-11, 1e-14 * a.MeanSquare);
                Golden.Close(exact(1 - c).Lost, summed(1 - c).Lost, 1e-10);
                Golden.Close(x.SlopeProduct, exact(1 - c).SlopeProduct, 1e-12, 1e-12 * a.SlopeSquare);
                PairMoments y = closed.Pair(q, 0.4 * q, c);
                Golden.Close(y.Product, quadrature.Pair(q, 0.4 * q, c).Product, 1e-10, 1e-12 * a.MeanSquare);
            }
        }
    }

    [Fact]
    public void Errors_reported_are_below_1e_minus_10_for_every_activation_and_length()
    {
        foreach (Activation activation in Activations.All)
        {
            ActivationExpectations expectations = ActivationExpectations.Of(activation);
            for (double q = 1e-8; q <= 1e8; q *= 100)
                Assert.InRange(expectations.Moments(q).RelativeError, 0, 1e-10);
        }
    }

    [Fact]
    public void Hermite_series_and_nested_quadrature_agree()
    {
        foreach (Activation activation in new[] { Activations.Tanh, Activations.Gelu, Activations.Sigmoid })
        {
            ActivationMoments moments = ActivationExpectations.Of(activation).Moments(1.5);
            HermiteSeries series = HermiteSeries.Of(activation.Kernels<double>(), moments)!;
            var nested = new QuadratureExpectations(activation);
            foreach (double c in new[] { -0.9, 0.2, 0.95 })
            {
                PairMoments other = nested.NestedAt(1.5, 1.5, c);
                Golden.Close(series.At(c).Product, other.Product, 1e-10, 1e-12);
                Golden.Close(series.At(c).SlopeProduct, other.SlopeProduct, 1e-10, 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(20)]
    public void Hard_tanh_mean_square_is_its_closed_form(double q)
    {
        // E[min(u^2, 1)] = q erf(b) - b 2 q exp(-b^2) / sqrt(pi) + erfc(b), b = 1 / sqrt(2 q).
        double b = 1 / Math.Sqrt(2 * q);
        double erf = Activations.Erf.Value(b);
        double expected = (q * erf) - (2 * q * b * Math.Exp(-b * b) / Math.Sqrt(Math.PI)) + 1 - erf;
        Golden.Close(expected, ActivationExpectations.Of(Activations.HardTanh).Moments(q).MeanSquare, 1e-13);
    }

    [Fact]
    public void Expectation_of_an_even_power_is_the_normal_moment()
    {
        Expectation fourth = GaussianExpectation.Of(u => u * u * u * u, 2);
        Golden.Close(12, fourth.Value, 1e-13);
        Assert.InRange(fourth.Error, 0, 1e-11);
        Golden.Close(0.5, GaussianExpectation.Of(u => u > 0 ? 1 : 0, 3, [0]).Value, 1e-14);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Throws_when_the_variance_is_no_variance(double variance)
    {
        var error = Assert.Throws<ArgumentException>(() => GaussianExpectation.Of(u => u, variance));
        Assert.Equal("variance", error.ParamName);
    }
}
