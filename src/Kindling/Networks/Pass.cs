using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>Takes a block of points through a network, with input derivatives, and gradients back.</summary>
/// <remarks>
/// A pass owns its buffers: nothing is allocated after construction. It is for one thread; several threads have a pass
/// each and share the <see cref="PackedWeights{T}"/>. A row's result does not depend on the rows beside it.
/// </remarks>
internal sealed partial class Pass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Half of a first-level cache of 32 KiB; the operands of the product take the rest.</summary>
    const int GroupBytes = 16 << 10;

    readonly Network _network;
    readonly ActivationKernels<T> _activation;
    readonly DerivativeStreams<T> _streams;
    readonly LayerState<T>[] _layers;
    readonly AlignedArray<T> _inputs;
    readonly int _inputStride;
    AlignedArray<T> _zeros = new(0);
    int _points;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="maxPoints">The most points of a block.</param>
    /// <param name="derivatives">Input derivatives to carry along.</param>
    /// <param name="gradients">Whether <see cref="Backward"/> will be called.</param>
    /// <param name="buffers">What it works in; null for its own.</param>
    /// <exception cref="ArgumentException">
    /// The activation is not smooth enough, or an input index is out of range.
    /// </exception>
    public Pass(
        Network network,
        int maxPoints,
        InputDerivatives? derivatives = null,
        bool gradients = true,
        BackwardBuffers<T>? buffers = null)
    {
        _network = network;
        Derivatives = derivatives ?? InputDerivatives.None;
        Require(network, Derivatives);
        MaxPoints = maxPoints;
        _activation = network.Activation.Kernels<T>();
        bool bends = !_activation.IsPiecewiseLinear;
        _streams = new DerivativeStreams<T>(Derivatives, bends);
        _layers =
        [
            .. network.Layers.Select(
                l => new LayerState<T>(l, maxPoints, Derivatives, gradients, bends, ReadsSlope(l))),
        ];
        _inputStride = Matrix<T>.PaddedStride(network.Inputs);
        _inputs = new(checked(maxPoints * _inputStride * Derivatives.Streams));
        Buffers = buffers ?? new(network, gradients ? maxPoints * Derivatives.Streams : 0);
    }

    /// <summary>The most points of a block.</summary>
    public int MaxPoints { get; }

    /// <summary>The input derivatives that are carried along.</summary>
    public InputDerivatives Derivatives { get; }

    /// <summary>
    /// Whether to ask for a layer while the one before it is worked on: for passes that leave the cache between turns.
    /// </summary>
    public bool Prefetches { get; init; }

    /// <summary>The points of the block at hand.</summary>
    public int Points => _points;

    /// <summary>Starts a block of so many points; fill their inputs before <see cref="Forward"/>.</summary>
    /// <remarks>First derivatives are seeded with unit directions, sums with none.</remarks>
    public void Begin(int points)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)points, (uint)MaxPoints, nameof(points));
        _points = points;
        for (int s = 1; s < Derivatives.Streams; s++)
        {
            Span<T> stream = _inputs.Span.Slice(s * points * _inputStride, points * _inputStride);
            stream.Clear();
            if (s > Derivatives.First.Count)
                continue;
            for (int i = 0; i < points; i++)
                stream[(i * _inputStride) + Derivatives.First[s - 1]] = T.One;
        }
    }

    /// <summary>The inputs of a point of the block.</summary>
    public Span<T> Input(int point) => _inputs.Span.Slice(point * _inputStride, _network.Inputs);

    /// <summary>The direction of a point's derivative in a stream: how the inputs change.</summary>
    public Span<T> Direction(int point, int stream) =>
        _inputs.Span.Slice(((stream * _points) + point) * _inputStride, _network.Inputs);

    /// <summary>
    /// A layer's outputs for a point: stream 0 is the value, further ones as <see cref="InputDerivatives"/> says.
    /// </summary>
    public Span<T> Output(int layer, int point, int stream = 0)
    {
        LayerState<T> state = _layers[layer];
        return state.Output.Span.Slice(((stream * _points) + point) * state.Stride, state.Layer.FanOut);
    }

    /// <summary>
    /// The outputs of all points, stream after stream: element o of point i in stream s is at
    /// (s * Points + i) * OutputStride + o.
    /// </summary>
    public Span<T> Outputs => _layers[^1].Output.Span[..(Derivatives.Streams * _points * OutputStride)];

    /// <summary>Elements from point to point in <see cref="Outputs"/> and <see cref="OutputGradients"/>.</summary>
    public int OutputStride => _layers[^1].Stride;

    /// <summary>The network's outputs for a point.</summary>
    public Span<T> Output(int point) => Output(_layers.Length - 1, point);

    /// <summary>Elements from point to point in the outputs of a layer.</summary>
    public int Stride(int layer) => _layers[layer].Stride;

    /// <summary>The number of hidden layers; the read-out has that number.</summary>
    public int HiddenLayers => _layers.Length - 1;

    /// <summary>Computes all layers for the points of the block.</summary>
    public void Forward(PackedWeights<T> weights)
    {
        ForwardHidden(weights);
        ForwardReadOut(weights);
    }

    /// <summary>Computes the hidden layers.</summary>
    public void ForwardHidden(PackedWeights<T> weights)
    {
        for (int l = 0; l < HiddenLayers; l++)
        {
            if (Prefetches && l + 1 < HiddenLayers)
                Prefetch.Run(_layers[l + 1].Output, 0, _points * _layers[l + 1].Stride);
            if (Derivatives.Streams == 1)
                ForwardValues(weights, l);
            else
                ForwardStreams(weights, l);
        }
    }

    /// <summary>Computes the outputs from the last hidden layer.</summary>
    public void ForwardReadOut(PackedWeights<T> weights)
    {
        int l = HiddenLayers;
        ref T y = ref _layers[l].Output.Start;
        Multiply(weights, l, 0, _points, biased: true, ref y);
        int others = _points * (Derivatives.Streams - 1);
        if (others > 0)
            Multiply(weights, l, _points, others, biased: false, ref Unsafe.Add(ref y, _points * _layers[l].Stride));
    }

    /// <summary>Values only, group by group, each a product and then the activation.</summary>
    void ForwardValues(PackedWeights<T> weights, int l)
    {
        LayerState<T> state = _layers[l];
        if (_activation.IsPiecewiseLinear && !PackedWeights<T>.UsesRowDots(state.Layer))
        {
            ForwardFused(weights, l);
            return;
        }

        int stride = state.Stride;
        int group = GroupRows(stride);
        bool skips = state.Layer.Kind == LayerKind.ResidualDense;
        for (int first = 0; first < _points; first += group)
        {
            int rows = Math.Min(group, _points - first);
            int at = first * stride, length = rows * stride;
            Multiply(weights, l, first, rows, biased: true, ref Unsafe.Add(ref state.Output.Start, at));
            Span<T> y = state.Output.Span.Slice(at, length);
            if (state.Slope.Length > 0)
                _activation.Jet1(y, y, state.Slope.Span.Slice(at, length));
            else
                _activation.Apply(y, y);
            if (skips)
                TensorPrimitives.Add(y, _layers[l - 1].Output.Span.Slice(at, length), y);
        }
    }

    /// <summary>Rows in groups small enough that what follows a product finds them in the first-level cache.</summary>
    /// <param name="stride">Elements from row to row.</param>
    public static int GroupRows(int stride) => Math.Max(32, GroupBytes / (stride * Unsafe.SizeOf<T>()) / 8 * 8);

    /// <summary>Values through an activation that fits into the product's epilogue.</summary>
    void ForwardFused(PackedWeights<T> weights, int l)
    {
        LayerState<T> state = _layers[l];
        ProductOperands<T> operands = Operands(weights, l, 0, _points);
        _activation.Layer(
            in operands,
            ref state.Output.Start,
            state.Stride,
            ref weights.Biases(l).Start,
            ref state.Slope.Start,
            state.Slope.Length > 0,
            ref PreviousOutput(l),
            state.Layer.Kind == LayerKind.ResidualDense);
    }

    /// <summary>Whether the way back needs f'(z) of a layer as it was: not where the output tells it.</summary>
    bool ReadsSlope(Layer layer) => layer.Kind == LayerKind.ResidualDense || !_activation.OutputGivesSlope;

    void ForwardStreams(PackedWeights<T> weights, int l)
    {
        LayerState<T> state = _layers[l];
        int length = _points * state.Stride;
        bool skips = state.Layer.Kind == LayerKind.ResidualDense;
        ref T z = ref state.PreActivation.Start;
        Multiply(weights, l, 0, _points, biased: true, ref z);
        int others = _points * (Derivatives.Streams - 1);
        Multiply(weights, l, _points, others, biased: false, ref Unsafe.Add(ref z, length));
        Jet(state, length);
        if (skips)
        {
            Span<T> y = state.Output.Span[..length];
            TensorPrimitives.Add(y, _layers[l - 1].Output.Span[..length], y);
        }

        _streams.Forward(
            length,
            ref z,
            ref state.Slope.Start,
            ref state.Curvature.Start,
            ref state.Output.Start,
            ref PreviousOutput(l),
            skips);
    }

    /// <summary>The activation's value and as many derivatives as the way back will read.</summary>
    void Jet(LayerState<T> state, int length)
    {
        ReadOnlySpan<T> z = state.PreActivation.Span[..length];
        Span<T> y = state.Output.Span[..length], slope = state.Slope.Span[..length];
        if (state.Third.Length > 0)
            _activation.Jet3(z, y, slope, state.Curvature.Span[..length], state.Third.Span[..length]);
        else if (state.Curvature.Length > 0)
            _activation.Jet2(z, y, slope, state.Curvature.Span[..length]);
        else
            _activation.Jet1(z, y, slope);
    }

    /// <summary>result = X Wᵀ (+ b) for rows [first, first + rows) of the layer's input.</summary>
    void Multiply(PackedWeights<T> weights, int l, int first, int rows, bool biased, ref T result)
    {
        LayerState<T> state = _layers[l];
        Layer layer = state.Layer;
        nint inputStride = PreviousStride(l);
        ref T x = ref Unsafe.Add(ref PreviousOutput(l), first * inputStride);
        AlignedArray<T> biases = biased ? weights.Biases(l) : Zeros(weights.Biases(l).Length);
        if (PackedWeights<T>.UsesRowDots(layer))
        {
            ReadOnlySpan<T> bias = biases.Span[..layer.FanOut];
            int wStride = PackedWeights<T>.PaddedWidth(layer.FanIn);
            RowDots.Run(
                ref x, inputStride, rows, layer.FanIn, ref weights.Forward(l), wStride, bias, ref result, state.Stride);
            return;
        }

        ProductOperands<T> operands = Operands(weights, l, first, rows);
        var epilogue = new BiasEpilogue<T>(ref result, state.Stride, ref biases.Start);
        Product.Run(in operands, ref epilogue);
    }

    /// <summary>X Wᵀ for rows [first, first + rows) of the layer's input.</summary>
    ProductOperands<T> Operands(PackedWeights<T> weights, int l, int first, int rows)
    {
        Layer layer = _layers[l].Layer;
        nint stride = PreviousStride(l);
        int width = Product.PanelWidth<T>();
        return new(
            ref Unsafe.Add(ref PreviousOutput(l), first * stride),
            stride,
            1,
            ref weights.Forward(l),
            (nint)width * layer.FanIn,
            width,
            rows,
            layer.FanIn,
            layer.FanOut);
    }

    ref T PreviousOutput(int l) => ref (l == 0 ? _inputs : _layers[l - 1].Output).Start;

    int PreviousStride(int l) => l == 0 ? _inputStride : _layers[l - 1].Stride;

    AlignedArray<T> Zeros(int length)
    {
        if (_zeros.Length < length)
            _zeros = new AlignedArray<T>(length);
        return _zeros;
    }

    static void Require(Network network, InputDerivatives derivatives)
    {
        foreach (int input in derivatives.First)
        {
            if (input >= network.Inputs)
            {
                throw new ArgumentException(
                    $"the derivative in input {input} does not exist: the network has {network.Inputs} inputs.",
                    nameof(derivatives));
            }
        }

        if (derivatives.Order == 2 && network.Activation.SecondDerivativeFlaw is string flaw)
        {
            throw new ArgumentException(
                $"no second derivatives can be trained on: {flaw}. Use a smooth activation such as tanh.",
                nameof(derivatives));
        }
    }
}
