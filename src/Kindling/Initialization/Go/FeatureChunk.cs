using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>
/// Some points on their way to the features of a network with weights c_l W_l and biases b_l, and the gradient on its
/// way back to (c, b).
/// </summary>
/// <remarks>
/// With z_l = c_l x_(l-1) W_l + b_l and d_l the gradient in it, h_l = d_l W_l^T, the gradients are
/// <code>
/// dL/dc_l = sum x_(l-1) h_l = sum d_l (x_(l-1) W_l),   dL/db_l = sum d_l,   dL/dx_(l-1) = c_l h_l
/// </code>
/// over points and units: no product for weight gradients, and nothing to keep of a layer but its output x_l and,
/// unless that tells it, f'(z_l). A batch's layers do not fit into caches, so every array less is time won. The first
/// layer, which has no use for h, keeps its product. Input derivatives, where features need them, are further streams
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
    readonly AlignedArray<T> _firstProduct;
    readonly State[] _layers;
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
            _layers[l] = new State(checked(points * _strides[l]), derivatives, KeepsSlope(l));
        _firstProduct = new(points * _strides[0] * derivatives.Streams);
        int widest = checked(points * _strides.Max() * derivatives.Streams);
        (_gradient, _gradientBefore, _delta, _deltaBefore) = (new(widest), new(widest), new(widest), new(widest));
        Sums = new (double, double)[depth];
        SeedDerivatives();
    }

    /// <summary>The points.</summary>
    public int Points { get; }

    /// <summary>Of each layer, the gradient in c and b.</summary>
    public (double C, double B)[] Sums { get; }

    /// <summary>Elements from row to row of features and their gradient.</summary>
    public int Stride => _strides[^1];

    /// <summary>The inputs of a point.</summary>
    public Span<T> Input(int point) => _inputs.Span.Slice(point * _inputStride, _network.Inputs);

    /// <summary>The direction in which a point's stream starts.</summary>
    public Span<T> Direction(int point, int stream) =>
        _inputs.Span.Slice(((stream * Points) + point) * _inputStride, _network.Inputs);

    /// <summary>A stream of the last hidden layer's outputs, after <see cref="Forward"/>.</summary>
    public ref T Output(int stream = 0) => ref Unsafe.Add(ref _layers[^1].Output.Start, stream * Points * Stride);

    /// <summary>The same, as a span.</summary>
    public Span<T> OutputOf(int stream) =>
        _layers[^1].Output.Span.Slice(stream * Points * Stride, Points * Stride);

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
        Sums[last].B = ThroughActivation(last, _gradient, _delta);
        for (int l = last; l > 0; l--)
        {
            T scale = T.CreateTruncating(c[l]);
            if (_derivatives.Streams == 1 && !Skips(l) && !Skips(l - 1))
                (Sums[l].C, Sums[l - 1].B) = BackwardPlain(draw, l, scale);
            else
                (Sums[l].C, Sums[l - 1].B) = BackwardStreams(draw, l, scale);
            (_delta, _deltaBefore) = (_deltaBefore, _delta);
            (_gradient, _gradientBefore) = (_gradientBefore, _gradient);
        }

        // In the padding of rows d is 0: products are, and a layer's output has no gradient there.
        Sums[0].C = PairSums.Run(ref _delta.Start, ref _firstProduct.Start, _firstProduct.Length).Product;
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

    void ForwardValues(UnitDraw<T> draw, int l, T scale, T shift)
    {
        int stride = _strides[l], group = Pass<T>.GroupRows(stride);
        State state = _layers[l];
        for (int first = 0; first < Points; first += group)
        {
            int rows = Math.Min(group, Points - first), at = first * stride, length = rows * stride;
            Span<T> y = state.Output.Span.Slice(at, length);
            Multiply(draw, l, first, rows, scale, shift, ref y[0]);
            if (state.Slope.Length > 0)
                _activation.Jet1(y, y, state.Slope.Span.Slice(at, length));
            else
                _activation.Apply(y, y);
            if (Skips(l))
                TensorPrimitives.Add(y, _layers[l - 1].Output.Span.Slice(at, length), y);
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
        Span<T> y = state.Output.Span[..length];
        _activation.Jet3(
            state.PreActivation.Span[..length], y, state.Slope.Span, state.Curvature.Span, state.Third.Span);
        if (Skips(l))
            TensorPrimitives.Add(y, _layers[l - 1].Output.Span[..length], y);
        _streams.Forward(
            length,
            ref z,
            ref state.Slope.Start,
            ref state.Curvature.Start,
            ref state.Output.Start,
            ref InputOf(l),
            Skips(l));
    }

    /// <summary>z = scale x W + shift for some rows of the layer's input.</summary>
    void Multiply(UnitDraw<T> draw, int l, int first, int rows, T scale, T shift, ref T z)
    {
        int inputStride = l == 0 ? _inputStride : _strides[l - 1];
        ref T input = ref Unsafe.Add(ref InputOf(l), first * inputStride);
        ProductOperands<T> operands = draw.Forward(l, ref input, inputStride, rows);
        ref T p = ref Unsafe.Add(ref _firstProduct.Start, first * _strides[0]);
        var epilogue = new ScaledShiftEpilogue<T>(ref p, l == 0, ref z, _strides[l], scale, shift);
        Product.Run(in operands, ref epilogue);
    }

    ref T InputOf(int l) => ref (l == 0 ? _inputs : _layers[l - 1].Output).Start;

    /// <summary>d_(l-1) of values where no skip begins or ends; the gradient in c_l and b_(l-1).</summary>
    (double C, double B) BackwardPlain(UnitDraw<T> draw, int l, T scale)
    {
        int stride = _strides[l - 1], group = Pass<T>.GroupRows(stride);
        State below = _layers[l - 1];
        (double c, double b) = (0, 0);
        for (int first = 0; first < Points; first += group)
        {
            int rows = Math.Min(group, Points - first), at = first * stride, length = rows * stride;
            Span<T> h = _deltaBefore.Span.Slice(at, length);
            MultiplyBack(draw, l, first, rows, ref h[0]);
            ReadOnlySpan<T> y = below.Output.Span.Slice(at, length);
            ReadOnlySpan<T> slope = below.Slope.Length > 0 ? below.Slope.Span.Slice(at, length) : [];
            (double sumC, double sumB) = ScaledChainRule.Run(h, y, slope, scale, h);
            (c, b) = (c + sumC, b + sumB);
        }

        return (c, b);
    }

    /// <summary>The same in any case.</summary>
    (double C, double B) BackwardStreams(UnitDraw<T> draw, int l, T scale)
    {
        int rows = Points * _derivatives.Streams, all = rows * _strides[l - 1];
        Span<T> h = _gradientBefore.Span[..all];
        MultiplyBack(draw, l, 0, rows, ref h[0]);
        double c = PairSums.Run(ref h[0], ref _layers[l - 1].Output.Start, all).Product;
        if (Skips(l))
            TensorPrimitives.MultiplyAdd(h, scale, _gradient.Span[..all], h);
        else
            TensorPrimitives.Multiply(h, scale, h);
        return (c, ThroughActivation(l - 1, _gradientBefore, _deltaBefore));
    }

    /// <summary>h = d W^T for some rows.</summary>
    void MultiplyBack(UnitDraw<T> draw, int l, int first, int rows, ref T h)
    {
        int stride = _strides[l - 1];
        var store = new StoreEpilogue<T>(ref h, stride, stride, T.One, false);
        ref T delta = ref Unsafe.Add(ref _delta.Start, first * _strides[l]);
        ProductOperands<T> operands = draw.Backward(l, ref delta, _strides[l], rows);
        Product.Run(in operands, ref store);
    }

    /// <summary>d of a layer from the gradient in its output, and the gradient in its bias.</summary>
    double ThroughActivation(int l, AlignedArray<T> gradient, AlignedArray<T> delta)
    {
        State state = _layers[l];
        int length = Points * _strides[l];
        if (_derivatives.Streams == 1)
        {
            return ScaledChainRule.Run(
                gradient.Span[..length], state.Output.Span, state.Slope.Span, T.One, delta.Span[..length]).Shift;
        }

        _streams.Backward(
            length,
            ref state.PreActivation.Start,
            ref state.Slope.Start,
            ref state.Curvature.Start,
            ref state.Third.Start,
            ref gradient.Start,
            ref delta.Start);
        return PairSums.Run(ref delta.Start, ref delta.Start, length).First;
    }

    bool KeepsSlope(int l) => _derivatives.Streams > 1 || Skips(l) || !_activation.SlopeIsOneMinusSquare;

    bool Skips(int l) => _network.Layers[l].Kind == LayerKind.ResidualDense;

    /// <summary>What is kept of a layer: x and z of all streams, activation derivatives of the value stream.</summary>
    sealed class State(int length, InputDerivatives derivatives, bool keepsSlope)
    {
        public AlignedArray<T> Output { get; } = new(length * derivatives.Streams);

        public AlignedArray<T> PreActivation { get; } = new(derivatives.Streams > 1 ? length * derivatives.Streams : 0);

        public AlignedArray<T> Slope { get; } = new(keepsSlope ? length : 0);

        public AlignedArray<T> Curvature { get; } = new(derivatives.Streams > 1 ? length : 0);

        public AlignedArray<T> Third { get; } = new(derivatives.Streams > 1 ? length : 0);
    }
}
