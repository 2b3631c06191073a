using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Diagnostics;

/// <summary>Takes inputs through a network and gradients back, layer by layer, and measures on the way.</summary>
/// <remarks>
/// A pass keeps nothing between its layers' steps that could be measured, so the walk has its own plain
/// products: z = X W^T + b, and back dX = dZ W. It computes in the network's own precision, so that
/// overflow and underflow show.
/// </remarks>
sealed class SignalWalk<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Parameters<T> _parameters;
    readonly Network _network;
    readonly ActivationKernels<T> _activation;
    readonly IReadOnlyList<(int First, int Second)> _pairs;
    readonly WorkSharing? _sharing;
    readonly MatrixProduct<T> _product;
    readonly Matrix<T>[] _outputs;
    readonly Matrix<T>[] _slopes;
    readonly LayerSignal[] _signals;
    readonly double _flat;

    /// <summary>Prepares a walk.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="inputs">[points, inputs].</param>
    /// <param name="pairs">The pairs of points whose correlations are measured.</param>
    /// <param name="threads">Threads of the products; results do not depend on it.</param>
    public SignalWalk(
        Parameters<T> parameters, Matrix<T> inputs, IReadOnlyList<(int First, int Second)> pairs, int threads = 1)
    {
        _parameters = parameters;
        _network = parameters.Network;
        _activation = _network.Activation.Kernels<T>();
        _pairs = pairs;
        _sharing = threads > 1 ? new WorkSharing(threads) : null;
        _product = new MatrixProduct<T>(_sharing);
        Inputs = inputs;
        _outputs = new Matrix<T>[_network.Layers.Count];
        _slopes = new Matrix<T>[_network.Layers.Count];
        _signals = new LayerSignal[_network.Layers.Count];
        _flat = SaturationSlope(_network.Activation) ?? double.NaN;
    }

    /// <summary>The inputs.</summary>
    public Matrix<T> Inputs { get; }

    /// <summary>The outputs of the last hidden layer.</summary>
    public Matrix<T> Features => _outputs[^2];

    /// <summary>Walks forward, and back from one random combination of the outputs.</summary>
    public LayerSignal[] Run(ulong seed)
    {
        for (int l = 0; l < _outputs.Length; l++)
            Forward(l);
        Backward(seed);
        return _signals;
    }

    /// <inheritdoc/>
    public void Dispose() => _sharing?.Dispose();

    void Forward(int l)
    {
        Layer layer = _network.Layers[l];
        Matrix<T> before = l == 0 ? Inputs : _outputs[l - 1];
        var z = new Matrix<T>(before.Rows, layer.FanOut);
        _product.Multiply(new(before), new MatrixBlock<T>(Weights(l)).Transpose, new(z), T.One);
        AddBiases(z, l);
        bool isReadOut = layer.Kind == LayerKind.ReadOut;
        (double moment, double spread) = SignalMeasures.Lengths(z);
        double correlation = SignalMeasures.Correlation(z, _pairs);
        var signal = new LayerSignal
        {
            Index = l,
            Name = $"layers.{l}",
            Units = layer.FanOut,
            IsReadOut = isReadOut,
            SecondMoment = moment,
            LengthSpread = spread,
            Correlation = correlation,
            OutputSecondMoment = moment,
            OutputCorrelation = correlation,
        };
        if (isReadOut)
        {
            (_outputs[l], _signals[l]) = (z, signal);
            return;
        }

        var y = new Matrix<T>(z.Rows, z.Columns);
        var slopes = new Matrix<T>(z.Rows, z.Columns);
        for (int i = 0; i < z.Rows; i++)
        {
            _activation.Jet1(z.Row(i), y.Row(i), slopes.Row(i));
            if (layer.Kind == LayerKind.ResidualDense)
                TensorPrimitives.Add(y.Row(i), before.Row(i), y.Row(i));
        }

        (_outputs[l], _slopes[l]) = (y, slopes);
        _signals[l] = signal with
        {
            OutputSecondMoment = SignalMeasures.Lengths(y).Moment,
            OutputCorrelation = SignalMeasures.Correlation(y, _pairs),
            OffFraction = SignalMeasures.Share(z, static (value, limit) => value <= limit, T.Zero),
            DeadUnits = SignalMeasures.DeadUnits(slopes),
            Saturation = double.IsNaN(_flat)
                ? null
                : SignalMeasures.Share(
                    slopes, static (value, limit) => T.Abs(value) < limit, T.CreateTruncating(_flat)),
        };
    }

    void Backward(ulong seed)
    {
        Matrix<T> delta = OutputGradients(seed);
        Matrix<T>? through = null; // The gradient in the layer's outputs.
        for (int l = _outputs.Length - 1; l >= 0; l--)
        {
            Layer layer = _network.Layers[l];
            if (l < _outputs.Length - 1)
                delta = Multiplied(through!, _slopes[l]);
            (double moment, double spread) = SignalMeasures.Lengths(delta);
            _signals[l] = _signals[l] with
            {
                GradientSecondMoment = moment,
                GradientSpread = spread,
                GradientCorrelation = SignalMeasures.Correlation(delta, _pairs),
                WeightGradientNorm = WeightGradientNorm(delta, l),
            };
            if (l == 0)
                break;
            var before = new Matrix<T>(delta.Rows, layer.FanIn);
            _product.Multiply(new(delta), new(Weights(l)), new(before), T.One);
            if (layer.Kind == LayerKind.ResidualDense)
            {
                for (int i = 0; i < before.Rows; i++)
                    TensorPrimitives.Add(before.Row(i), through!.Row(i), before.Row(i));
            }

            through = before;
        }
    }

    /// <summary>The same signs for every input, so that correlations of gradients are the network's doing.</summary>
    Matrix<T> OutputGradients(ulong seed)
    {
        RandomStream signs = RandomStream.Create(seed, "inspect / output gradient");
        var gradient = new Matrix<T>(Inputs.Rows, _network.Outputs);
        for (int j = 0; j < gradient.Columns; j++)
        {
            T sign = signs.NextInt(2) == 0 ? T.One : -T.One;
            for (int i = 0; i < gradient.Rows; i++)
                gradient[i, j] = sign;
        }

        return gradient;
    }

    double WeightGradientNorm(Matrix<T> delta, int l)
    {
        Layer layer = _network.Layers[l];
        var gradient = new Matrix<T>(layer.FanOut, layer.FanIn);
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(layer) / delta.Rows);
        Matrix<T> before = l == 0 ? Inputs : _outputs[l - 1];
        _product.Multiply(new MatrixBlock<T>(delta).Transpose, new(before), new(gradient), scale);
        return Math.Sqrt(SignalMeasures.Lengths(gradient).Moment * layer.FanOut * layer.FanIn);
    }

    Matrix<T> Weights(int l)
    {
        Layer layer = _network.Layers[l];
        var weights = new Matrix<T>(layer.FanOut, layer.FanIn);
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(layer));
        for (int i = 0; i < layer.FanOut; i++)
            TensorPrimitives.Multiply(
                _parameters.Weights(l).Slice(i * layer.FanIn, layer.FanIn), scale, weights.Row(i));
        return weights;
    }

    void AddBiases(Matrix<T> z, int l)
    {
        Span<T> biases = _parameters.Biases(l);
        if (biases.IsEmpty)
            return;
        T scale = T.CreateTruncating(_network.Parameterization.BiasScale);
        for (int i = 0; i < z.Rows; i++)
            TensorPrimitives.MultiplyAdd(biases, scale, z.Row(i), z.Row(i));
    }

    static Matrix<T> Multiplied(Matrix<T> a, Matrix<T> b)
    {
        var product = new Matrix<T>(a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
            TensorPrimitives.Multiply(a.Row(i), b.Row(i), product.Row(i));
        return product;
    }

    /// <summary>A tenth of the largest slope of a bounded activation; null for the others.</summary>
    static double? SaturationSlope(Activation activation)
    {
        const double Far = 50;
        bool bounded = Math.Abs(activation.Derivative(Far, 1)) < 1e-12
            && Math.Abs(activation.Derivative(-Far, 1)) < 1e-12;
        if (!bounded)
            return null;
        double largest = 0;
        for (double z = -5; z <= 5; z += 0.01)
            largest = Math.Max(largest, Math.Abs(activation.Derivative(z, 1)));
        return largest / 10;
    }
}
