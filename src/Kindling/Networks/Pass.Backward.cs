using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.Simd;

namespace Kindling.Networks;

/// <content>The way back: gradients in the parameters and in the inputs.</content>
internal sealed partial class Pass<T>
{
    /// <summary>What <see cref="Backward"/> works in; passes that take turns may have the same.</summary>
    public BackwardBuffers<T> Buffers { get; set; }

    /// <summary>The gradient of the loss in a point's outputs: to be filled between forward and backward.</summary>
    public Span<T> OutputGradient(int point, int stream = 0)
    {
        LayerState<T> state = _layers[^1];
        return OutputDelta.Span.Slice(((stream * _points) + point) * state.Stride, state.Layer.FanOut);
    }

    /// <summary>All output gradients, laid out as <see cref="Outputs"/>.</summary>
    public Span<T> OutputGradients => OutputDelta.Span[..(Derivatives.Streams * _points * OutputStride)];

    AlignedArray<T> OutputDelta => Buffers.Delta(_layers.Length - 1);

    /// <summary>Walks back from <see cref="OutputGradient"/>.</summary>
    /// <param name="weights">As given to <see cref="Forward"/>.</param>
    /// <param name="gradient">The gradient in the flat parameter vector, computed on the way.</param>
    /// <param name="accumulate">Whether to add to <paramref name="gradient"/> or overwrite it.</param>
    public void Backward(PackedWeights<T> weights, AlignedArray<T> gradient, bool accumulate) =>
        WalkBack(weights, gradient, accumulate);

    /// <summary>
    /// Walks back without weight gradients; with buffers that keep deltas, <see cref="WeightGradient"/> may follow.
    /// </summary>
    public void BackwardDeltas(PackedWeights<T> weights) => WalkBack(weights, gradient: null, accumulate: false);

    void WalkBack(PackedWeights<T> weights, AlignedArray<T>? gradient, bool accumulate)
    {
        for (int l = _layers.Length - 1; l >= 0; l--)
        {
            int ahead = Prefetches && l > 1 ? _points * _layers[l - 2].Stride : 0;
            if (ahead > 0)
                Prefetch.Run(_layers[l - 2].Output, 0, ahead / 2);
            if (gradient is not null)
                WeightGradient(gradient, new(l, 0, _layers[l].Layer.FanOut), accumulate);
            if (l == 0)
                break;
            if (ahead > 0)
                Prefetch.Run(_layers[l - 2].Output, ahead / 2, ahead - (ahead / 2));
            bool skipped = _layers[l].Layer.Kind == LayerKind.ResidualDense;
            bool keeps = _layers[l - 1].Layer.Kind == LayerKind.ResidualDense;
            if (Derivatives.Streams == 1)
                BackwardValues(weights, l, skipped, keeps);
            else
                BackwardStreams(weights, l, skipped);
            Buffers.StepBack();
        }
    }

    /// <summary>
    /// The gradient in the inputs of a point, after <see cref="Backward"/>: one row of the transposed input-output
    /// Jacobian when the output gradient was a unit vector.
    /// </summary>
    public void InputGradients(PackedWeights<T> weights, LinearAlgebra.Matrix<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var store = new StoreEpilogue<T>(ref destination.Start(), destination.Stride, _network.Inputs, T.One, false);
        Run(weights, 0, ref store);
    }

    /// <summary>dZ of the layer before l, the chain rule in the product's epilogue.</summary>
    void BackwardValues(PackedWeights<T> weights, int l, bool skipped, bool keeps)
    {
        LayerState<T> before = _layers[l - 1];
        if (before.Slope.Length == 0)
        {
            ProductOperands<T> operands = Back(weights, l);
            ref T delta = ref Buffers.Delta(l - 1).Start;
            _activation.ChainRule(
                in operands, ref Buffers.Gradient.Start, skipped, ref before.Output.Start, ref delta, before.Stride);
            return;
        }

        var epilogue = new ChainRuleEpilogue<T>(
            ref Buffers.GradientBefore.Start,
            ref Buffers.Gradient.Start,
            skipped,
            keeps,
            ref before.Slope.Start,
            ref Buffers.Delta(l - 1).Start,
            before.Stride);
        Run(weights, l, ref epilogue);
    }

    void BackwardStreams(PackedWeights<T> weights, int l, bool skipped)
    {
        LayerState<T> before = _layers[l - 1];
        int length = _points * before.Stride, all = length * Derivatives.Streams;
        var store = new StoreEpilogue<T>(ref Buffers.GradientBefore.Start, before.Stride, before.Stride, T.One, false);
        Run(weights, l, ref store);
        if (skipped)
        {
            Span<T> sum = Buffers.GradientBefore.Span[..all];
            TensorPrimitives.Add(sum, Buffers.Gradient.Span[..all], sum);
        }

        _streams.Backward(
            length,
            ref before.PreActivation.Start,
            ref before.Slope.Start,
            ref before.Curvature.Start,
            ref before.Third.Start,
            ref Buffers.GradientBefore.Start,
            ref Buffers.Delta(l - 1).Start);
    }

    /// <summary>dZ W, all streams at once.</summary>
    void Run<TEpilogue>(PackedWeights<T> weights, int l, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>, allows ref struct
    {
        ProductOperands<T> operands = Back(weights, l);
        Product.Run(in operands, ref epilogue);
    }

    ProductOperands<T> Back(PackedWeights<T> weights, int l) =>
        weights.Backward(l, ref Buffers.Delta(l).Start, _layers[l].Stride, _points * Derivatives.Streams);

    /// <summary>dW = dZᵀ X over all streams, db = the column sums of the value stream, for a block of units.</summary>
    /// <remarks>Writes only the block's part of the gradient. A layer with few inputs is always one block.</remarks>
    public void WeightGradient(AlignedArray<T> gradient, UnitBlock part, bool accumulate)
    {
        int l = part.Layer;
        LayerState<T> state = _layers[l];
        Layer layer = state.Layer;
        ParameterBlock block = _network.Layout.Weight(l);
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(layer));
        ref T target = ref Unsafe.Add(ref gradient.Start, block.Offset + (part.First * layer.FanIn));
        ref T delta = ref Unsafe.Add(ref Buffers.Delta(l).Start, part.First);
        int rows = _points * Derivatives.Streams, width = Product.PanelWidth<T>();
        nint inputStride = PreviousStride(l);
        if (layer.FanIn <= BackwardBuffers<T>.NarrowInputs)
        {
            // [fan_in, fan_out], the long side along the registers; then transposed into place.
            nint stride = PackedWeights<T>.PaddedWidth(layer.FanOut);
            var operands = new ProductOperands<T>(
                ref PreviousOutput(l), 1, inputStride, ref delta, width, state.Stride, layer.FanIn, rows, layer.FanOut);
            ref T narrow = ref Buffers.Narrow(l).Start;
            var store = new StoreEpilogue<T>(ref narrow, stride, layer.FanOut, scale, false);
            Product.Run(in operands, ref store);
            for (int j = 0; j < layer.FanOut; j++)
            {
                for (int i = 0; i < layer.FanIn; i++)
                {
                    ref T element = ref Unsafe.Add(ref target, (j * layer.FanIn) + i);
                    T sum = Unsafe.Add(ref narrow, (i * stride) + j);
                    element = accumulate ? element + sum : sum;
                }
            }
        }
        else
        {
            var operands = new ProductOperands<T>(
                ref delta, 1, state.Stride, ref PreviousOutput(l), width, inputStride, part.Count, rows, layer.FanIn);
            var store = new StoreEpilogue<T>(ref target, layer.FanIn, layer.FanIn, scale, accumulate);
            Product.Run(in operands, ref store);
        }

        if (_network.Layout.Bias(l) is not { } bias)
            return;
        T biasScale = T.CreateTruncating(_network.Parameterization.BiasScale);
        Span<T> biases = gradient.Span.Slice(bias.Offset + part.First, part.Count);
        ColumnSums.Run(ref delta, state.Stride, _points, biases, biasScale, accumulate);
    }
}
