using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>
/// Takes a small batch through a network and back with the units of every layer split into parts, a core each: a
/// core's share of the weights, of their gradient and of the optimizer's state never leaves its cache. What cores
/// exchange is outputs, and on the way back sums over the units of a part.
/// </summary>
/// <remarks>
/// Matrices are [units, points], so weights are the left operand of every product on the way and are read where they
/// stand: nothing is packed, and no unit is padded. <see cref="Forward"/> and <see cref="Backward"/> do a part of a
/// layer; all parts of a layer must be done before any part of the next is begun. The gradient in the parameters comes
/// last, block by block, and is nowhere kept as a whole: with it the working set of a step would not fit into the
/// second-level caches. The order of all sums depends on the sizes alone. Values only: no input derivatives. Nothing
/// is allocated after construction.
/// </remarks>
internal sealed partial class SplitPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Parts of every layer.</summary>
    public const int Parts = 2;

    /// <summary>Parts are whole register tiles, but for the last units.</summary>
    const int UnitMultiple = 4;

    /// <summary>The side of a tile of a transposition.</summary>
    const int FeatureMultiple = 8;

    readonly Network _network;
    readonly ActivationKernels<T> _activation;
    readonly int _points;
    readonly int _stride;

    // For each part: the inputs of all points, as rows and as columns.
    readonly Matrix<T>[] _inputRows = new Matrix<T>[Parts];
    readonly AlignedArray<T>[] _inputs = new AlignedArray<T>[Parts];

    // For each layer: y, and f'(z) which becomes the gradient in z.
    readonly AlignedArray<T>[] _outputs;
    readonly AlignedArray<T>[] _deltas;
    readonly AlignedArray<T> _noBias;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="points">Of every batch.</param>
    /// <param name="lanes">The threads that may be in <see cref="Differentiate"/> at a time.</param>
    public SplitPass(Network network, int points, int lanes)
    {
        _network = network;
        _activation = network.Activation.Kernels<T>();
        _points = points;
        _stride = Matrix<T>.PaddedStride(points);
        _outputs = [.. network.Layers.Select(l => Columns(l.FanOut))];
        _deltas = [.. network.Layers.Select(l => Columns(l.FanOut))];
        _noBias = new(network.Outputs);
        int widest = network.Layers.Max(l => l.FanOut);
        _gradient = Columns(widest);
        _rows = [.. Enumerable.Range(0, lanes).Select(_ => new Matrix<T>(points, widest))];
        _blocks = [.. Enumerable.Range(0, lanes).Select(_ => new AlignedArray<T>(LongestBlock()))];
        _outputSquares = new double[network.Layers.Count, Parts];
        _deltaSquares = new double[network.Layers.Count, Parts];
        Outputs = new(points, network.Outputs);
        OutputGradients = new(points, network.Outputs);
        for (int part = 0; part < Parts; part++)
        {
            _inputRows[part] = new(points, network.Inputs);
            _inputs[part] = Columns(network.Inputs);
            for (int turn = 0; turn < 2; turn++)
                _sums[part, turn] = Columns(widest);
        }
    }

    /// <summary>Outputs of the network, [points, outputs]; complete after <see cref="TakeOutputs"/>.</summary>
    public Matrix<T> Outputs { get; }

    /// <summary>The loss's gradient in <see cref="Outputs"/>, for <see cref="PutOutputGradients"/>.</summary>
    public Matrix<T> OutputGradients { get; }

    /// <summary>The inputs of all points, [points, inputs]: to be filled before the part's first layer.</summary>
    public Matrix<T> Inputs(int part) => _inputRows[part];

    /// <summary>The points whose loss a part computes.</summary>
    public (int First, int Count) PointsOf(int part) => Share(_points, part, multiple: 1);

    /// <summary>The units of a layer that belong to a part; parts take turns at the larger share.</summary>
    public static UnitBlock UnitsOf(Network network, int layer, int part)
    {
        (int first, int count) = Share(network.Layers[layer].FanOut, (part + layer) % Parts, UnitMultiple);
        return new(layer, first, count);
    }

    /// <summary>A part of a layer's outputs.</summary>
    public void Forward(Parameters<T> parameters, int part, int layer)
    {
        if (layer == 0)
        {
            Matrix<T> rows = _inputRows[part];
            ref T columns = ref _inputs[part].Start;
            Transposition.Copy(ref rows.Start(), rows.Stride, _points, _network.Inputs, ref columns, _stride);
        }

        Layer l = _network.Layers[layer];
        UnitBlock units = UnitsOf(_network, layer, part);
        ref T bias = ref l.HasBias
            ? ref Unsafe.Add(ref parameters.Start, _network.Layout.Bias(layer)!.Offset)
            : ref _noBias.Start;
        var operands = new ProductOperands<T>(
            ref WeightsOf(parameters, units),
            l.FanIn,
            1,
            ref InputsOf(part, layer),
            Product.PanelWidth<T>(),
            _stride,
            units.Count,
            l.FanIn,
            _points);
        var epilogue = new UnitBiasEpilogue<T>(
            ref Unsafe.Add(ref _outputs[layer].Start, units.First * _stride),
            _stride,
            T.CreateTruncating(_network.Parameterization.WeightScale(l)),
            ref Unsafe.Add(ref bias, units.First),
            T.CreateTruncating(_network.Parameterization.BiasScale));
        Product.Run(in operands, ref epilogue);
        if (l.Kind == LayerKind.ReadOut)
            return;
        Span<T> y = RowsOf(_outputs[layer], units);
        _activation.Jet1(y, y, RowsOf(_deltas[layer], units));
        if (l.Kind == LayerKind.ResidualDense)
            TensorPrimitives.Add(y, RowsOf(_outputs[layer - 1], units), y);
        _outputSquares[layer, part] = SquaresOf(y);
    }

    /// <summary>Copies the outputs of a part's points into <see cref="Outputs"/>.</summary>
    public void TakeOutputs(int part)
    {
        (int first, int count) = PointsOf(part);
        ref T columns = ref Unsafe.Add(ref _outputs[^1].Start, first);
        Transposition.Copy(ref columns, _stride, _network.Outputs, count, ref Outputs.Start(first), Outputs.Stride);
    }

    /// <summary>Takes the gradients in the outputs of a part's points from <see cref="OutputGradients"/>.</summary>
    public void PutOutputGradients(int part)
    {
        (int first, int count) = PointsOf(part);
        ref T columns = ref Unsafe.Add(ref _deltas[^1].Start, first);
        Transposition.Copy(
            ref OutputGradients.Start(first), OutputGradients.Stride, count, _network.Outputs, ref columns, _stride);
    }

    static (int First, int Count) Share(int count, int part, int multiple)
    {
        int share = ((((count + Parts - 1) / Parts) + multiple - 1) / multiple) * multiple;
        int first = Math.Min(part * share, count);
        return (first, Math.Min(share, count - first));
    }

    /// <summary>The first weight of some units.</summary>
    ref T WeightsOf(Parameters<T> parameters, UnitBlock units)
    {
        ParameterBlock weights = _network.Layout.Weight(units.Layer);
        return ref Unsafe.Add(ref parameters.Start, weights.Offset + (units.First * weights.Columns));
    }

    /// <summary>What a layer reads, [fan-in, points].</summary>
    ref T InputsOf(int part, int layer) => ref (layer == 0 ? _inputs[part] : _outputs[layer - 1]).Start;

    Span<T> RowsOf(AlignedArray<T> columns, UnitBlock units) =>
        columns.Span.Slice(units.First * _stride, units.Count * _stride);

    int LongestBlock() => _network.Layers.Max(l => Math.Min(BlockUnits(l.FanIn), l.FanOut) * Math.Max(l.FanIn, 1))
        + _network.Layers.Max(l => l.FanOut);

    AlignedArray<T> Columns(int features) => new(checked(PaddedFeatures(features) * _stride));

    /// <summary>Features that end with a tile of a transposition, so that none is copied element by element.</summary>
    static int PaddedFeatures(int features) => (features + FeatureMultiple - 1) / FeatureMultiple * FeatureMultiple;
}
