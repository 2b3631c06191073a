using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.MeanField;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Diagnostics;

/// <summary>
/// Measures a network on a batch of inputs, sets theory beside it, and says in words what was found.
/// </summary>
public static class Inspector
{
    /// <summary>Parameters from which the tangent kernel is taken on fewer points: a second or so of work.</summary>
    const int LargeNetwork = 1 << 21;

    /// <summary>Inspects a network.</summary>
    /// <param name="parameters">Finite numbers; see <see cref="NonFiniteWeights"/>.</param>
    /// <param name="inputs">[points, inputs], 2 points or more; rows 2i and 2i + 1 are a pair.</param>
    /// <param name="targets">[points, outputs of the task], for the first least-squares fit; or null.</param>
    /// <param name="otherDraws">Further draws of the same network, for the band; may be lazy.</param>
    /// <param name="seed">Chooses the combination of outputs that gradients are taken of.</param>
    /// <param name="threads">Threads of the products; results do not depend on it.</param>
    /// <param name="hints">What else is known of the network; null for nothing.</param>
    /// <typeparam name="T">float or double: the precision the network is computed in.</typeparam>
    /// <exception cref="ArgumentException">Shapes do not fit, or parameters or inputs are not finite.</exception>
    public static Inspection Inspect<T>(
        Parameters<T> parameters,
        Matrix<double> inputs,
        Matrix<double>? targets = null,
        IEnumerable<Parameters<T>>? otherDraws = null,
        ulong seed = 0,
        int threads = 1,
        InspectionHints? hints = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require(parameters, inputs);
        Network network = parameters.Network;
        (int First, int Second)[] pairs = Pairs(inputs.Rows);
        Matrix<T> batch = inputs.To<T>();
        using var walk = new SignalWalk<T>(parameters, batch, pairs, threads);
        LayerSignal[] layers = walk.Run(seed);
        var weights = NetworkStatistics.Of(parameters);
        hints ??= InspectionHints.None;
        RandomAsymmetricWeights? specialInputs = network.IsResidual ? null : hints.SpecialInputs;
        string? whyNoTheory = specialInputs is null ? weights.WhyNoTheory : null;
        if (whyNoTheory is null)
        {
            AddTheory(layers, network, weights, specialInputs is null
                ? SignalTheory.Forward(network, weights, inputs, pairs)
                : SignalTheory.Forward(network, specialInputs, inputs, pairs));
        }

        AddOffProbability(layers, parameters, seed);
        AddBand(layers, otherDraws ?? [], batch, pairs, seed, threads);
        bool finite = double.IsFinite(layers[^2].OutputSecondMoment);
        var inspection = new Inspection
        {
            Network = network,
            Weights = weights,
            Points = inputs.Rows,
            IsSinglePrecision = typeof(T) == typeof(float),
            InputCorrelation = SignalMeasures.Correlation(inputs, pairs),
            InputSecondMoment = SignalMeasures.Lengths(inputs).Moment,
            Layers = layers,
            Jacobians = Jacobians(parameters, batch),
            Frequencies = FrequencyContent.Of(parameters, inputs, pairs),
            SquareImages = SquareImages.Of(parameters),
            Kernel = KernelFunctions.Of(
                parameters, network.Layout.Count > LargeNetwork ? 64 : KernelFunctions.UsualPoints),
            UnitMaps = UnitMaps.Of(parameters),
            OperatorOrder = hints.OperatorOrder,
            Orthogonality = FeatureOrthogonality.Of(walk.Features),
            Features = FeatureSpectrum.Of(walk.Features),
            FirstFit = targets is null || !finite ? null : FirstFit.Of(walk.Features, targets),
            WhyNoTheory = whyNoTheory,
        };
        return inspection with { Findings = FindingRules.Apply(inspection) };
    }

    /// <summary>Singular values cost the third power of the size: the larger, the fewer inputs.</summary>
    static JacobianSpectrum[] Jacobians<T>(Parameters<T> parameters, Matrix<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = Math.Min(parameters.Network.Inputs, parameters.Network.Outputs);
        int count = size switch { <= 64 => 8, <= 256 => 4, _ => 2 };
        return
        [
            .. EvenSpread.Of(batch.Rows, count)
                .Select(row => JacobianSpectrum.At<T>(parameters, batch.Row(row))),
        ];
    }

    static void AddOffProbability<T>(LayerSignal[] layers, Parameters<T> parameters, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int l = 0; l < layers.Length - 1; l++)
            layers[l] = layers[l] with { OffProbability = OffProbability.Measure(parameters, l, seed) };
    }

    static void AddTheory(
        LayerSignal[] layers,
        Network network,
        NetworkStatistics weights,
        SignalTheory.LayerValue[] forward)
    {
        double[] backward = SignalTheory.Backward(network, weights, forward);
        for (int l = 0; l < layers.Length; l++)
        {
            layers[l] = layers[l] with
            {
                LengthTheory = Finite(forward[l].Length),
                CorrelationTheory = Finite(forward[l].Correlation),
                GradientTheory = Finite(backward[l]),
            };
        }
    }

    static void AddBand<T>(
        LayerSignal[] layers,
        IEnumerable<Parameters<T>> draws,
        Matrix<T> batch,
        (int First, int Second)[] pairs,
        ulong seed,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (Parameters<T> draw in draws)
        {
            using var walk = new SignalWalk<T>(draw, batch, pairs, threads);
            LayerSignal[] others = walk.Run(seed);
            for (int l = 0; l < layers.Length; l++)
            {
                double other = others[l].SecondMoment;
                (double low, double high) = layers[l].Band ?? (layers[l].SecondMoment, layers[l].SecondMoment);
                layers[l] = layers[l] with { Band = (Math.Min(low, other), Math.Max(high, other)) };
            }
        }
    }

    /// <summary>Rows 0 and 1, 2 and 3, ...</summary>
    static (int First, int Second)[] Pairs(int points) =>
        [.. Enumerable.Range(0, points / 2).Select(p => (2 * p, (2 * p) + 1))];

    static void Require<T>(Parameters<T> parameters, Matrix<double> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Columns != parameters.Network.Inputs)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Columns} columns; the network takes {parameters.Network.Inputs}.", nameof(inputs));
        }

        if (inputs.Rows < 2)
            throw new ArgumentException($"inputs has {inputs.Rows} rows; correlations need 2 or more.", nameof(inputs));
        if (inputs.FirstNotFinite() is (int i, int j))
            throw new ArgumentException($"input ({i}, {j}) is {inputs[i, j]}; all must be finite.", nameof(inputs));
        if (NonFiniteWeights.In(parameters) is [NonFiniteWeights first, ..])
            throw new ArgumentException($"{first}.", nameof(parameters));
    }

    static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
