using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Networks;

/// <summary>Takes the gradient in parameters [start, start + gradient.Length), valid during the call.</summary>
internal delegate void GradientUse<T>(int start, ReadOnlySpan<T> gradient);

/// <content>The way back: the sums of a part for the layer before, then gradients in parameters.</content>
internal sealed partial class SplitPass<T>
{
    /// <summary>The gradient in some units' weights leaves the first-level cache room for what it is made of.</summary>
    const int BlockBytes = 24 << 10;

    /// <summary>But a block has the rows of a register tile.</summary>
    const int FewestBlockUnits = 8;

    /// <summary>The gradient in the outputs of the layer at hand; each part has its units.</summary>
    readonly AlignedArray<T> _gradient;

    /// <summary>dZ W over the units of a part; two in turn: other parts still read those of the layer after.</summary>
    readonly AlignedArray<T>[,] _sums = new AlignedArray<T>[Parts, 2];

    /// <summary>For each lane: a layer's inputs as rows, and the gradient in a block of units.</summary>
    readonly Matrix<T>[] _rows;
    readonly AlignedArray<T>[] _blocks;

    /// <summary>For each layer and part: the squared norms of its outputs and of dZ.</summary>
    readonly double[,] _outputSquares;
    readonly double[,] _deltaSquares;

    /// <summary>A part of a layer on the way back, from the last layer to the first.</summary>
    public void Backward(Parameters<T> parameters, int part, int layer)
    {
        UnitBlock units = UnitsOf(_network, layer, part);
        if (layer < _network.Depth)
            ApplyChainRule(units);
        if (layer > 0)
            SumUp(parameters, units, part);
        _deltaSquares[layer, part] = SquaresOf(RowsOf(_deltas[layer], units));
    }

    /// <summary>
    /// A bound of the squared norm of the gradient in all parameters, by Cauchy and Schwarz in every layer: dW = dZ Xᵀ,
    /// db = dZ 1. After the way back.
    /// </summary>
    /// <param name="largestInput">Of all inputs' magnitudes.</param>
    public double SquaredNormBound(double largestInput)
    {
        double bound = 0, inputs = largestInput * largestInput * _points * _network.Inputs;
        for (int l = 0; l < _network.Layers.Count; l++)
        {
            double weights = _network.Parameterization.WeightScale(_network.Layers[l]);
            double biases = _network.Parameterization.BiasScale;
            double deltas = 0, outputs = 0;
            for (int part = 0; part < Parts; part++)
            {
                deltas += _deltaSquares[l, part];
                outputs += _outputSquares[l, part];
            }

            bound += deltas * ((weights * weights * inputs) + (biases * biases * _points));
            inputs = outputs;
        }

        return bound;
    }

    /// <summary>The gradient in the weights and biases of a part of a layer, a block of them after another.</summary>
    /// <param name="part">The part.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="lane">No two threads may be on the same lane.</param>
    /// <param name="use">Called with each block.</param>
    public void Differentiate(int part, int layer, int lane, GradientUse<T> use)
    {
        UnitBlock units = UnitsOf(_network, layer, part);
        int fanIn = _network.Layers[layer].FanIn, count = BlockUnits(fanIn);
        Matrix<T> rows = layer == 0 ? _inputRows[part] : _rows[lane];
        if (layer > 0)
        {
            Transposition.Copy(
                ref InputsOf(part, layer), _stride, PaddedFeatures(fanIn), _points, ref rows.Start(), rows.Stride);
        }

        int weights = _network.Layout.Weight(layer).Offset, end = units.First + units.Count;
        Span<T> gradient = _blocks[lane].Span;
        for (int first = units.First; first < end; first += count)
        {
            var block = new UnitBlock(layer, first, Math.Min(count, end - first));
            WeightGradient(block, rows, gradient);
            use(weights + (first * fanIn), gradient[..(block.Count * fanIn)]);
        }

        if (_network.Layout.Bias(layer) is not { } bias)
            return;
        Span<T> biases = gradient[..units.Count];
        T scale = T.CreateTruncating(_network.Parameterization.BiasScale);
        RowSums.Run(ref DeltasOf(units), _stride, _points, biases, scale);
        use(bias.Offset + units.First, biases);
    }

    /// <summary>dZ = G f'(z), G the sums of both parts (+ G of a skip).</summary>
    void ApplyChainRule(UnitBlock units)
    {
        int after = units.Layer + 1;
        Span<T> total = RowsOf(_gradient, units), delta = RowsOf(_deltas[units.Layer], units);
        ReadOnlySpan<T> first = RowsOf(_sums[0, after % 2], units), second = RowsOf(_sums[1, after % 2], units);
        if (_network.Layers[after].Kind == LayerKind.ResidualDense)
        {
            TensorPrimitives.Add(total, first, total);
            TensorPrimitives.Add(total, second, total);
        }
        else
        {
            TensorPrimitives.Add(first, second, total);
        }

        TensorPrimitives.Multiply(total, delta, delta);
    }

    /// <summary>Wᵀ dZ over some units: their part of the gradient in all inputs of their layer.</summary>
    void SumUp(Parameters<T> parameters, UnitBlock units, int part)
    {
        Layer layer = _network.Layers[units.Layer];
        var operands = new ProductOperands<T>(
            ref WeightsOf(parameters, units),
            1,
            layer.FanIn,
            ref DeltasOf(units),
            Product.PanelWidth<T>(),
            _stride,
            layer.FanIn,
            units.Count,
            _points);
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(layer));
        var store = new StoreEpilogue<T>(ref _sums[part, units.Layer % 2].Start, _stride, _stride, scale, false);
        Product.Run(in operands, ref store);
    }

    /// <summary>dW = dZ Xᵀ.</summary>
    void WeightGradient(UnitBlock units, Matrix<T> rows, Span<T> gradient)
    {
        Layer layer = _network.Layers[units.Layer];
        var operands = new ProductOperands<T>(
            ref DeltasOf(units),
            _stride,
            1,
            ref rows.Start(),
            Product.PanelWidth<T>(),
            rows.Stride,
            units.Count,
            _points,
            layer.FanIn);
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(layer));
        var store = new StoreEpilogue<T>(ref gradient[0], layer.FanIn, layer.FanIn, scale, false);
        Product.Run(in operands, ref store);
    }

    ref T DeltasOf(UnitBlock units) => ref Unsafe.Add(ref _deltas[units.Layer].Start, units.First * _stride);

    static int BlockUnits(int fanIn) => Math.Max(
        FewestBlockUnits, BlockBytes / Unsafe.SizeOf<T>() / fanIn / FewestBlockUnits * FewestBlockUnits);

    static double SquaresOf(ReadOnlySpan<T> values) => double.CreateTruncating(TensorPrimitives.SumOfSquares(values));
}
