using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>
/// Some points on their way to the features of a network with weights c_l W_l and biases b_l, and the gradient on its way
/// back to (c, b).
/// </summary>
/// <remarks>
/// The way forward keeps p_l = x_(l-1) W_l and f'(z_l), z_l = c_l p_l + b_l. With d_l the gradient in z_l the gradients are
/// <code>
/// dL/dc_l = sum d_l p_l,   dL/db_l = sum d_l,   dL/dx_(l-1) = c_l d_l W_l^T
/// </code>
/// over points and units: no product for weight gradients. Input derivatives, where features need them, are further streams
/// of rows; a bias acts on the first. All arrays are stream after stream, rows are points.
/// </remarks>
internal sealed class FeatureChunk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Network _network;
    readonly ActivationKernels<T> _activation;
    readonly InputDerivatives _derivatives;
    readonly DerivativeStreams<T> _streams;
    readonly int _inputStride;
    readonly int[] _strides;
    readonly AlignedArray<T> _inputs;
    readonly State[] _layers;
    AlignedArray<T> _output;
    AlignedArray<T> _before;
    AlignedArray<T> _gradient;
    AlignedArray<T> _gradientBefore;
    AlignedArray<T> _delta;
    AlignedArray<T> _deltaBefore;

    /// <summary>Allocates for so many points.</summary>
    public FeatureChunk(Network network, int points, InputDerivatives derivatives)
    {
        _network = network;
        _activation = network.Activation.Kernels<T>();
        _derivatives = derivatives;
        _streams = new(derivatives, bends: !_activation.IsPiecewiseLinear);
        Points = points;
        int depth = network.Depth;
        _inputStride = Matrix<T>.PaddedStride(network.Inputs);
        _inputs = new(checked(points * _inputStride * derivatives.Streams));
        _strides = [.. network.Layers.Take(depth).Select(l => Matrix<T>.PaddedStride(l.FanOut))];
        _layers = new State[depth];
        for (int l = 0; l < depth; l++)
            _layers[l] = new State(checked(points * _strides[l]), derivatives);
        int widest = checked(points * _strides.Max() * derivatives.Streams);
        (_output, _before) = (new(widest), new(widest));
        (_gradient, _gradientBefore, _delta, _deltaBefore) = (new(widest), new(widest), new(widest), new(widest));
        Sums = new (double, double)[depth];
        SeedDerivatives();
    }

    /// <summary>The points.</summary>
    public int Points { get; }

    /// <summary>Of each layer, sum d p and sum d: the gradient in c and b.</summary>
    public (double C, double B)[] Sums { get; }

    /// <summary>Elements from row to row of features and their gradient.</summary>
    public int Stride => _strides[^1];

    /// <summary>The inputs of a point.</summary>
    public Span<T> Input(int point) => _inputs.Span.Slice(point * _inputStride, _network.Inputs);

    /// <summary>The direction in which a point's stream starts.</summary>
    public Span<T> Direction(int point, int stream) =>
        _inputs.Span.Slice(((stream * Points) + point) * _inputStride, _network.Inputs);

    /// <summary>A stream of the last hidden layer's outputs, after <see cref="Forward"/>.</summary>
    public ref T Output(int stream = 0) => ref Unsafe.Add(ref _output.Start, stream * Points * Stride);

    /// <summary>The same, as a span.</summary>
    public Span<T> OutputOf(int stream) => _output.Span.Slice(stream * Points * Stride, Points * Stride);

    /// <summary>The gradient in <see cref="Output"/>, to be filled before <see cref="Backward"/>.</summary>
    public ref T OutputGradient(int stream = 0) => ref Unsafe.Add(ref _gradient.Start, stream * Points * Stride);

    /// <summary>The gradient in a stream of the outputs, as a span.</summary>
    public Span<T> OutputGradientOf(int stream) => _gradient.Span.Slice(stream * Points * Stride, Points * Stride);

    /// <summary>Sets the gradient in all streams of the outputs to zero.</summary>
    public void ClearOutputGradient() => _gradient.Span[..(_derivatives.Streams * Points * Stride)].Clear();

    /// <summary>From inputs to the last hidden layer.</summary>
    public void Forward(UnitDraw<T> draw, ReadOnlySpan<double> c, ReadOnlySpan<double> b)
    {
        for (int l = 0; l < _layers.Length; l++)
        {
            (_output, _before) = (_before, _output);
            T scale = T.CreateTruncating(c[l]), shift = T.CreateTruncating(b[l]);
            if (_derivatives.Streams == 1)
                ForwardValues(draw, l, scale, shift);
            else
                ForwardStreams(draw, l, scale, shift);
        }
    }

    /// <summary>From <see cref="OutputGradient"/> to <see cref="Sums"/>.</summary>
    public void Backward(UnitDraw<T> draw, ReadOnlySpan<double> c)
    {
        int last = _layers.Length - 1;
        ThroughActivation(last, _gradient, _delta);
        for (int l = last; ; l--)
        {
            Sums[l] = SumsOf(l);
            if (l == 0)
                break;
            T scale = T.CreateTruncating(c[l]);
            if (_derivatives.Streams == 1)
                BackwardValues(draw, l, scale);
            else
                BackwardStreams(draw, l, scale);
            (_delta, _deltaBefore) = (_deltaBefore, _delta);
            (_gradient, _gradientBefore) = (_gradientBefore, _gradient);
        }
    }

    /// <summary>d x_j / d x_i of the inputs themselves; higher derivatives are zero.</summary>
    void SeedDerivatives()
    {
        for (int s = 0; s < _derivatives.First.Count; s++)
        {
            Span<T> stream = _inputs.Span.Slice((s + 1) * Points * _inputStride, Points * _inputStride);
            for (int i = 0; i < Points; i++)
                stream[(i * _inputStride) + _derivatives.First[s]] = T.One;
        }
    }

    /// <summary>Rows in groups small enough that the activation finds them in the first-level cache.</summary>
    void ForwardValues(UnitDraw<T> draw, int l, T scale, T shift)
    {
        int stride = _strides[l];
        int group = Math.Max(32, 16384 / (stride * Unsafe.SizeOf<T>()) / 8 * 8);
        for (int first = 0; first < Points; first += group)
        {
            int rows = Math.Min(group, Points - first), at = first * stride, length = rows * stride;
            Multiply(draw, l, first, rows, scale, shift, ref Unsafe.Add(ref _output.Start, at));
            Span<T> y = _output.Span.Slice(at, length);
            _activation.Jet1(y, y, _layers[l].Slope.Span.Slice(at, length));
            if (Skips(l))
                TensorPrimitives.Add(y, _before.Span.Slice(at, length), y);
        }
    }

    void ForwardStreams(UnitDraw<T> draw, int l, T scale, T shift)
    {
        State state = _layers[l];
        int length = Points * _strides[l];
        ref T z = ref state.PreActivation.Start;
        Multiply(draw, l, 0, Points, scale, shift, ref z);
        Multiply(
            draw, l, Points, Points * (_derivatives.Streams - 1), scale, T.Zero, ref Unsafe.Add(ref z, length));
        Span<T> y = _output.Span[..length];
        _activation.Jet3(
            state.PreActivation.Span[..length], y, state.Slope.Span, state.Curvature.Span, state.Third.Span);
        if (Skips(l))
            TensorPrimitives.Add(y, _before.Span[..length], y);
        _streams.Forward(
            length,
            ref z,
            ref state.Slope.Start,
            ref state.Curvature.Start,
            ref _output.Start,
            ref _before.Start,
            Skips(l));
    }

    /// <summary>p = x W and z = scale p + shift for some rows of the layer's input.</summary>
    void Multiply(UnitDraw<T> draw, int l, int first, int rows, T scale, T shift, ref T z)
    {
        int inputStride = l == 0 ? _inputStride : _strides[l - 1];
        ref T x = ref (l == 0 ? _inputs : _before).Start;
        ProductOperands<T> operands = draw.Forward(l, ref Unsafe.Add(ref x, first * inputStride), inputStride, rows);
        ref T p = ref Unsafe.Add(ref _layers[l].Linear.Start, first * _strides[l]);
        var epilogue = new ScaledShiftEpilogue<T>(ref p, ref z, _strides[l], scale, shift);
        Product.Run(in operands, ref epilogue);
    }

    void BackwardValues(UnitDraw<T> draw, int l, T scale)
    {
        int stride = _strides[l - 1];
        var epilogue = new ScaledChainRuleEpilogue<T>(
            ref _gradientBefore.Start,
            ref _gradient.Start,
            Skips(l),
            Skips(l - 1),
            ref _layers[l - 1].Slope.Start,
            ref _deltaBefore.Start,
            stride,
            scale);
        ProductOperands<T> operands = draw.Backward(l, ref _delta.Start, _strides[l], Points);
        Product.Run(in operands, ref epilogue);
    }

    void BackwardStreams(UnitDraw<T> draw, int l, T scale)
    {
        int stride = _strides[l - 1], rows = Points * _derivatives.Streams, all = rows * stride;
        var store = new StoreEpilogue<T>(ref _gradientBefore.Start, stride, stride, scale, false);
        ProductOperands<T> operands = draw.Backward(l, ref _delta.Start, _strides[l], rows);
        Product.Run(in operands, ref store);
        if (Skips(l))
            TensorPrimitives.Add(_gradientBefore.Span[..all], _gradient.Span[..all], _gradientBefore.Span[..all]);
        ThroughActivation(l - 1, _gradientBefore, _deltaBefore);
    }

    /// <summary>dZ of a layer from the gradient in its output.</summary>
    void ThroughActivation(int l, AlignedArray<T> gradient, AlignedArray<T> delta)
    {
        State state = _layers[l];
        int length = Points * _strides[l];
        if (_derivatives.Streams == 1)
        {
            TensorPrimitives.Multiply(gradient.Span[..length], state.Slope.Span, delta.Span[..length]);
            return;
        }

        _streams.Backward(
            length,
            ref state.PreActivation.Start,
            ref state.Slope.Start,
            ref state.Curvature.Start,
            ref state.Third.Start,
            ref gradient.Start,
            ref delta.Start);
    }

    /// <remarks>In the padding of rows d is 0: products are, and a layer's output has no gradient there.</remarks>
    (double C, double B) SumsOf(int l)
    {
        int length = Points * _strides[l];
        ref T linear = ref _layers[l].Linear.Start;
        (double c, double b) = PairSums.Run(ref _delta.Start, ref linear, length);
        if (_derivatives.Streams == 1)
            return (c, b);
        ref T others = ref Unsafe.Add(ref _delta.Start, length);
        return (c + PairSums.Run(ref others, ref Unsafe.Add(ref linear, length), length * (_derivatives.Streams - 1)).Product, b);
    }

    bool Skips(int l) => _network.Layers[l].Kind == LayerKind.ResidualDense;

    /// <summary>What is kept of a layer: p of all streams, and of the value stream the activation's derivatives.</summary>
    sealed class State(int length, InputDerivatives derivatives)
    {
        public AlignedArray<T> Linear { get; } = new(length * derivatives.Streams);

        public AlignedArray<T> PreActivation { get; } = new(derivatives.Streams > 1 ? length * derivatives.Streams : 0);

        public AlignedArray<T> Slope { get; } = new(length);

        public AlignedArray<T> Curvature { get; } = new(derivatives.Streams > 1 ? length : 0);

        public AlignedArray<T> Third { get; } = new(derivatives.Streams > 1 ? length : 0);
    }
}
