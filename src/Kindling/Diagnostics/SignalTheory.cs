using Kindling.LinearAlgebra;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>What mean-field theory expects of length, correlation and gradients, layer by layer, from the inputs on.</summary>
/// <remarks>
/// Each input keeps its own length and each pair its own correlation, because inputs of low dimension differ a lot.
/// Pre-activations are taken as Gaussian with the measured variances of each layer's weights: exact at infinite width. A
/// residual layer adds mean and covariance of its branch to those of its input.
/// </remarks>
static class SignalTheory
{
    /// <summary>Averages over the pairs' inputs and the pairs.</summary>
    /// <param name="Length">E[z^2].</param>
    /// <param name="Correlation">Of z.</param>
    /// <param name="SlopeSquare">E[phi'(z)^2].</param>
    public readonly record struct LayerValue(double Length, double Correlation, double SlopeSquare);

    /// <summary>The values of all layers, the read-out last.</summary>
    /// <param name="network">The network.</param>
    /// <param name="statistics">Its weights.</param>
    /// <param name="inputs">[points, inputs].</param>
    /// <param name="pairs">Rows of <paramref name="inputs"/>.</param>
    public static LayerValue[] Forward(
        Network network, NetworkStatistics statistics, Matrix<double> inputs, IReadOnlyList<(int First, int Second)> pairs)
    {
        ActivationExpectations expectations = ActivationExpectations.Of(network.Activation);
        PairState[] states = [.. pairs.Select(p => PairState.Of(inputs.Row(p.First), inputs.Row(p.Second)))];
        var values = new LayerValue[network.Layers.Count];
        for (int l = 0; l < values.Length; l++)
        {
            Layer layer = network.Layers[l];
            double length = 0, correlation = 0, slopes = 0;
            foreach (PairState state in states)
            {
                state.Enter(statistics.Layers[l], statistics.Kappa);
                length += state.MeanLength / states.Length;
                correlation += state.Correlation / states.Length;
                if (layer.Kind != LayerKind.ReadOut)
                    slopes += state.Activate(expectations, layer.Kind == LayerKind.ResidualDense) / states.Length;
            }

            values[l] = new(length, correlation, slopes);
        }

        return values;
    }

    /// <summary>The mean square gradient in each layer's pre-activations, where it is 1 in the read-out's.</summary>
    public static double[] Backward(Network network, NetworkStatistics statistics, LayerValue[] forward)
    {
        double[] moments = new double[forward.Length];
        moments[^1] = 1;
        double output = 0;
        for (int l = forward.Length - 1; l > 0; l--)
        {
            Layer layer = network.Layers[l];
            double passed = statistics.Layers[l].WeightVariance * layer.FanOut / layer.FanIn * moments[l];
            output = layer.Kind == LayerKind.ResidualDense ? output + passed : passed;
            moments[l - 1] = output * forward[l - 1].SlopeSquare;
        }

        return moments;
    }

    /// <summary>Two inputs: second moments, means and the mixed moment of the signal, then of the pre-activation.</summary>
    sealed class PairState
    {
        (double Square, double Mean) _first;
        (double Square, double Mean) _second;
        double _product;
        double _q1;
        double _q2;
        double _q12;

        public double MeanLength => (_q1 + _q2) / 2;

        public double Correlation => _q1 > 0 && _q2 > 0 ? Math.Clamp(_q12 / Math.Sqrt(_q1) / Math.Sqrt(_q2), -1, 1) : 1;

        public static PairState Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => new()
        {
            _first = (MeanProduct(first, first), Mean(first)),
            _second = (MeanProduct(second, second), Mean(second)),
            _product = MeanProduct(first, second),
        };

        public void Enter(WeightStatistics weights, double kappa)
        {
            _q1 = Variance(_first.Square, _first.Mean * _first.Mean);
            _q2 = Variance(_second.Square, _second.Mean * _second.Mean);
            _q12 = Variance(_product, _first.Mean * _second.Mean);

            double Variance(double product, double means) =>
                (weights.WeightVariance * (product - (kappa * means))) + weights.BiasVariance;
        }

        /// <summary>Goes through the activation; returns the mean square slope.</summary>
        public double Activate(ActivationExpectations expectations, bool skips)
        {
            if (!double.IsFinite(_q1) || !double.IsFinite(_q2) || _q1 < 0 || _q2 < 0)
            {
                (_first, _second, _product) = ((double.NaN, double.NaN), (double.NaN, double.NaN), double.NaN);
                return double.NaN;
            }

            ActivationMoments one = expectations.Moments(_q1), two = expectations.Moments(_q2);
            double product = expectations.Pair(_q1, _q2, Correlation).Product;
            if (skips)
            {
                _product += product + (_first.Mean * two.Mean) + (_second.Mean * one.Mean);
                _first = Add(_first, one);
                _second = Add(_second, two);
            }
            else
            {
                _product = product;
                _first = (one.MeanSquare, one.Mean);
                _second = (two.MeanSquare, two.Mean);
            }

            return (one.SlopeSquare + two.SlopeSquare) / 2;
        }

        static (double Square, double Mean) Add((double Square, double Mean) signal, ActivationMoments branch) =>
            (signal.Square + branch.MeanSquare + (2 * signal.Mean * branch.Mean), signal.Mean + branch.Mean);

        static double Mean(ReadOnlySpan<double> values)
        {
            double sum = 0;
            foreach (double value in values)
                sum += value;
            return sum / values.Length;
        }

        static double MeanProduct(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
                sum += x[i] * y[i];
            return sum / x.Length;
        }
    }
}
