using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>
/// A chunk of points and, of each of its views, the features F, F^T F, and the way of a gradient F S back.
/// </summary>
internal sealed class ViewedChunk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly FeatureViews _views;
    readonly FeatureChunk<T> _chunk;
    readonly AlignedArray<T> _gradient;
    readonly View[] _seen;
    readonly int _units;

    public ViewedChunk(Network network, int points, FeatureViews views)
    {
        _views = views;
        _units = network.Layers[network.Depth - 1].FanOut;
        _chunk = new(network, points, views.Derivatives);
        int length = points * _chunk.Stride;
        bool isPlain = ReferenceEquals(views, FeatureViews.Values);
        _gradient = new(isPlain ? 0 : length);
        _seen = [.. views.Views.Select(v => new View(_units, isPlain ? 0 : length, v.Count * points))];
    }

    /// <summary>The points.</summary>
    public int Points => _chunk.Points;

    /// <summary>The gradient in c and b of each layer, after <see cref="Backward"/>.</summary>
    public (double C, double B)[] Sums => _chunk.Sums;

    bool IsPlain => _gradient.Length == 0;

    /// <summary>F^T F of a view, after <see cref="Forward"/>.</summary>
    public Matrix<T> Gram(int view) => _seen[view].Gram;

    /// <summary>Sets a point's inputs, directions and factors.</summary>
    /// <exception cref="ArgumentException">A coefficient of the operator is not finite there.</exception>
    public void Load(int point, ReadOnlySpan<T> inputs)
    {
        inputs.CopyTo(_chunk.Input(point));
        if (IsPlain)
            return;
        double[] place = new double[inputs.Length];
        for (int j = 0; j < place.Length; j++)
            place[j] = double.CreateTruncating(inputs[j]);
        foreach (StreamSeed seed in _views.Seeds)
        {
            Span<T> direction = _chunk.Direction(point, seed.Stream);
            direction.Clear();
            foreach ((int input, Coefficient factor) in seed.Direction)
                direction[input] += Finite(factor, place);
        }

        for (int v = 0; v < _seen.Length; v++)
        {
            for (int k = 0; k < _views.Views[v].Count; k++)
                _seen[v].Factors[(k * Points) + point] = Finite(_views.Views[v][k].Factor, place);
        }
    }

    /// <summary>Computes all views and their Gram matrices.</summary>
    public void Forward(UnitDraw<T> draw, ReadOnlySpan<double> c, ReadOnlySpan<double> b)
    {
        _chunk.Forward(draw, c, b);
        for (int v = 0; v < _seen.Length; v++)
        {
            if (!IsPlain)
                Combine(v);
            ref T features = ref Features(v);
            Matrix<T> gram = _seen[v].Gram;
            var operands = new ProductOperands<T>(
                ref features, 1, _chunk.Stride,
                ref features, Product.PanelWidth<T>(), _chunk.Stride,
                _units, Points, _units);
            var store = new StoreEpilogue<T>(ref gram.Start(), gram.Stride, gram.Stride, T.One, false);
            Product.Run(in operands, ref store);
        }
    }

    /// <summary>Takes the gradients F S back to <see cref="Sums"/>.</summary>
    /// <param name="draw">As for <see cref="Forward"/>.</param>
    /// <param name="c">As for <see cref="Forward"/>.</param>
    /// <param name="panels">S of each view, packed.</param>
    public void Backward(UnitDraw<T> draw, ReadOnlySpan<double> c, IReadOnlyList<AlignedArray<T>> panels)
    {
        if (!IsPlain)
            _chunk.ClearOutputGradient();
        for (int v = 0; v < _seen.Length; v++)
        {
            int width = Product.PanelWidth<T>(), stride = _chunk.Stride;
            var operands = new ProductOperands<T>(
                ref Features(v), stride, 1, ref panels[v].Start, (nint)width * _units, width, Points, _units, _units);
            ref T target = ref IsPlain ? ref _chunk.OutputGradient() : ref _gradient.Start;
            var store = new StoreEpilogue<T>(ref target, stride, stride, T.One, false);
            Product.Run(in operands, ref store);
            if (!IsPlain)
                Distribute(v);
        }

        _chunk.Backward(draw, c);
    }

    ref T Features(int view) => ref IsPlain ? ref _chunk.Output() : ref _seen[view].Features.Start;

    /// <summary>F = sum over streams of factor times stream.</summary>
    void Combine(int view)
    {
        Span<T> features = _seen[view].Features.Span;
        features.Clear();
        ForEachRow(view, (stream, at, factor, features) =>
        {
            Span<T> row = features.Slice(at, _units);
            TensorPrimitives.MultiplyAdd(_chunk.OutputOf(stream).Slice(at, _units), factor, row, row);
        });
    }

    /// <summary>The gradient in each stream is the factor times the gradient in F.</summary>
    void Distribute(int view) => ForEachRow(view, (stream, at, factor, _) =>
    {
        Span<T> row = _chunk.OutputGradientOf(stream).Slice(at, _units);
        TensorPrimitives.MultiplyAdd(_gradient.Span.Slice(at, _units), factor, row, row);
    });

    void ForEachRow(int view, RowAction action)
    {
        IReadOnlyList<StreamFactor> parts = _views.Views[view];
        ReadOnlySpan<T> factors = _seen[view].Factors;
        Span<T> features = _seen[view].Features.Span;
        for (int k = 0; k < parts.Count; k++)
        {
            for (int i = 0; i < Points; i++)
                action(parts[k].Stream, i * _chunk.Stride, factors[(k * Points) + i], features);
        }
    }

    static T Finite(Coefficient factor, ReadOnlySpan<double> point)
    {
        double value = factor.At(point);
        return double.IsFinite(value) ? T.CreateTruncating(value) : throw new ArgumentException(
            $"a coefficient of the problem's operator is {value} at ({string.Join(", ", point.ToArray())}); "
            + "go needs finite ones.");
    }

    delegate void RowAction(int stream, int at, T factor, Span<T> features);

    /// <summary>F (unless it is the outputs themselves), its factors part by part, and F^T F.</summary>
    sealed class View(int units, int length, int factors)
    {
        public AlignedArray<T> Features { get; } = new(length);

        public T[] Factors { get; } = new T[factors];

        public Matrix<T> Gram { get; } = new(units, units);
    }
}
