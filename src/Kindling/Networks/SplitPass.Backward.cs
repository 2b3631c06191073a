using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Networks;

/// <content>The way back: gradients in the parameters of a part, and its sums for the layer before.</content>
internal sealed partial class SplitPass<T>
{
    /// <summary>The gradient in the outputs of the layer at hand; each part has its units.</summary>
    readonly AlignedArray<T> _gradient;

    /// <summary>A layer's inputs as rows, for each part.</summary>
    readonly Matrix<T>[] _rows = new Matrix<T>[Parts];

    /// <summary>dZ W over the units of a part; two that take turns, since other parts still read those of the layer after.</summary>
    readonly AlignedArray<T>[,] _sums = new AlignedArray<T>[Parts, 2];

    /// <summary>A part of a layer on the way back, from the last layer to the first.</summary>
    /// <param name="parameters">As on the way forward.</param>
    /// <param name="gradient">Receives the gradient in the weights and biases of the part's units.</param>
    /// <param name="part">The part.</param>
    /// <param name="layer">The layer.</param>
    public void Backward(Parameters<T> parameters, AlignedArray<T> gradient, int part, int layer)
    {
        UnitBlock units = UnitsOf(_network, layer, part);
        if (layer < _network.Depth)
            ApplyChainRule(units);
        if (layer > 0)
            SumUp(parameters, units, part);
        WeightGradient(gradient, units, part);
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
            ref Unsafe.Add(ref _deltas[units.Layer].Start, units.First * _stride),
            Product.PanelWidth<T>(),
            _stride,
            layer.FanIn,
            units.Count,
            _points);
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(layer));
        var store = new StoreEpilogue<T>(ref _sums[part, units.Layer % 2].Start, _stride, _stride, scale, false);
        Product.Run(in operands, ref store);
    }

    /// <summary>dW = dZ Xᵀ, db = the row sums of dZ.</summary>
    void WeightGradient(AlignedArray<T> gradient, UnitBlock units, int part)
    {
        Layer layer = _network.Layers[units.Layer];
        Matrix<T> rows = units.Layer == 0 ? _inputRows[part] : _rows[part];
        if (units.Layer > 0)
            Transposition.Copy(ref InputsOf(part, units.Layer), _stride, layer.FanIn, _points, ref rows.Start(), rows.Stride);
        ref T delta = ref Unsafe.Add(ref _deltas[units.Layer].Start, units.First * _stride);
        var operands = new ProductOperands<T>(
            ref delta, _stride, 1, ref rows.Start(), Product.PanelWidth<T>(), rows.Stride, units.Count, _points, layer.FanIn);
        int first = _network.Layout.Weight(units.Layer).Offset + (units.First * layer.FanIn);
        T scale = T.CreateTruncating(_network.Parameterization.WeightScale(layer));
        var store = new StoreEpilogue<T>(ref Unsafe.Add(ref gradient.Start, first), layer.FanIn, layer.FanIn, scale, false);
        Product.Run(in operands, ref store);
        if (_network.Layout.Bias(units.Layer) is not { } bias)
            return;
        Span<T> biases = gradient.Span.Slice(bias.Offset + units.First, units.Count);
        RowSums.Run(ref delta, _stride, _points, biases, T.CreateTruncating(_network.Parameterization.BiasScale));
    }
}
