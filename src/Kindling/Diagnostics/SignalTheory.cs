using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>
/// What mean-field theory expects of length, correlation and gradients, layer by layer, from the inputs on.
/// </summary>
/// <remarks>
/// Pre-activations are taken as Gaussian with the measured variances of each layer's weights: exact at infinite
/// width. Pairs of inputs are followed in a few groups of alike length and correlation, because inputs of low
/// dimension differ a lot. A residual layer adds mean and covariance of its branch to those of its input.
/// </remarks>
static class SignalTheory
{
    /// <summary>Groups by correlation, and within each of these by length.</summary>
    const int Groups = 3;

    /// <summary>Averages over the pairs.</summary>
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
        Network network,
        NetworkStatistics statistics,
        Matrix<double> inputs,
        IReadOnlyList<(int First, int Second)> pairs)
    {
        ActivationExpectations expectations = ActivationExpectations.Of(network.Activation);
        PairState[] states =
        [
            .. GroupsOf(pairs, inputs).Select(group => PairState.MeanOf(
                [.. group.Select(p => PairState.Of(inputs.Row(p.First), inputs.Row(p.Second)))],
                group.Length / (double)pairs.Count)),
        ];
        var values = new LayerValue[network.Layers.Count];
        for (int l = 0; l < values.Length; l++)
        {
            Layer layer = network.Layers[l];
            double length = 0, correlation = 0, slopes = 0;
            foreach (PairState state in states)
            {
                state.Enter(statistics.Layers[l], statistics.Kappa);
                length += state.Share * state.Length;
                correlation += state.Share * state.Correlation;
                if (layer.Kind != LayerKind.ReadOut)
                    slopes += state.Share * state.Activate(expectations, layer.Kind == LayerKind.ResidualDense);
            }

            values[l] = new(length, correlation, slopes);
        }

        return values;
    }

    /// <summary>The same for RAI and RAAI, whose units have one weight of order 1: plain networks.</summary>
    /// <remarks>
    /// Backward needs nothing else: the mean square of the weights, measured, holds the special ones.
    /// </remarks>
    public static LayerValue[] Forward(
        Network network,
        RandomAsymmetricWeights weights,
        Matrix<double> inputs,
        IReadOnlyList<(int First, int Second)> pairs)
    {
        var values = new LayerValue[network.Layers.Count];
        foreach ((int First, int Second)[] group in GroupsOf(pairs, inputs))
        {
            double[] first = [.. group.SelectMany(p => inputs.Row(p.First).ToArray())];
            double[] second = [.. group.SelectMany(p => inputs.Row(p.Second).ToArray())];
            var path = new RandomAsymmetricPath(weights, first, second);
            double share = group.Length / (double)pairs.Count;
            for (int l = 0; l < values.Length; l++)
            {
                Layer layer = network.Layers[l];
                path.Enter(layer.FanIn, layer.HasBias);
                double slopes = 0;
                if (layer.Kind != LayerKind.ReadOut)
                {
                    path.Activate(network.Activation);
                    slopes = path.SlopeSquare;
                }

                values[l] = new(
                    values[l].Length + (share * path.Length),
                    values[l].Correlation + (share * path.Correlation),
                    values[l].SlopeSquare + (share * slopes));
            }
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

    /// <summary>Pairs of alike correlation, and within these of alike length.</summary>
    static IEnumerable<(int First, int Second)[]> GroupsOf(
        IReadOnlyList<(int First, int Second)> pairs, Matrix<double> inputs)
    {
        var states = pairs.Select(p => (Pair: p, State: PairState.Of(inputs.Row(p.First), inputs.Row(p.Second))));
        return from byCorrelation in Split([.. states.OrderBy(p => p.State.Angle)])
               from byLength in Split([.. byCorrelation.OrderBy(p => p.State.Square)])
               select byLength.Select(p => p.Pair).ToArray();
    }

    static IEnumerable<TItem[]> Split<TItem>(TItem[] sorted)
    {
        int groups = Math.Min(Groups, sorted.Length);
        return Enumerable.Range(0, groups)
            .Select(g => sorted[(g * sorted.Length / groups)..((g + 1) * sorted.Length / groups)]);
    }

    /// <summary>Pairs of inputs of one length: moments of the signals, then of the pre-activations.</summary>
    sealed class PairState
    {
        double _mean;
        double _meanSquared;
        double _meanProduct;
        double _product;
        double _covariance;

        /// <summary>The share of this group in all pairs.</summary>
        public double Share { get; private init; }

        /// <summary>The mean square of the signals.</summary>
        public double Square { get; private set; }

        /// <summary>The cosine of the signals.</summary>
        public double Angle => Square > 0 ? _product / Square : 1;

        /// <summary>The variance of the pre-activations.</summary>
        public double Length { get; private set; }

        /// <summary>Their correlation.</summary>
        public double Correlation => Length > 0 ? Math.Clamp(_covariance / Length, -1, 1) : 1;

        public static PairState Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
        {
            double one = TensorPrimitives.Sum(first) / first.Length, two = TensorPrimitives.Sum(second) / second.Length;
            return new()
            {
                Square = (TensorPrimitives.SumOfSquares(first) + TensorPrimitives.SumOfSquares(second))
                    / (2 * first.Length),
                _product = TensorPrimitives.Dot(first, second) / first.Length,
                _mean = (one + two) / 2,
                _meanSquared = ((one * one) + (two * two)) / 2,
                _meanProduct = one * two,
            };
        }

        public static PairState MeanOf(PairState[] pairs, double share) => new()
        {
            Share = share,
            Square = pairs.Average(p => p.Square),
            _product = pairs.Average(p => p._product),
            _mean = pairs.Average(p => p._mean),
            _meanSquared = pairs.Average(p => p._meanSquared),
            _meanProduct = pairs.Average(p => p._meanProduct),
        };

        /// <summary>Goes through the weights.</summary>
        public void Enter(WeightStatistics weights, double kappa)
        {
            Length = (weights.WeightVariance * (Square - (kappa * _meanSquared))) + weights.BiasVariance;
            _covariance = (weights.WeightVariance * (_product - (kappa * _meanProduct))) + weights.BiasVariance;
        }

        /// <summary>Goes through the activation; returns the mean square slope.</summary>
        public double Activate(ActivationExpectations expectations, bool skips)
        {
            if (!double.IsFinite(Length) || Length < 0)
                return Square = _product = _mean = _meanSquared = _meanProduct = double.NaN;
            ActivationMoments moments = expectations.MomentsAt(Length);
            double lost = Length > 0 ? expectations.DecorrelationAt(moments)(1 - Correlation).Lost : 0;
            double mean = moments.Mean, kept = skips ? 1 : 0;
            double cross = kept * 2 * _mean * mean;
            Square = (kept * Square) + moments.MeanSquare + cross;
            _product = (kept * _product) + moments.MeanSquare - lost + cross;
            _meanSquared = (kept * _meanSquared) + (mean * mean) + cross;
            _meanProduct = (kept * _meanProduct) + (mean * mean) + cross;
            _mean = (kept * _mean) + mean;
            return moments.SlopeSquare;
        }
    }
}
