using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>
/// The orthogonality loss of the last hidden layer's features over a batch, as a function of each layer's scale c and bias
/// b for given draws of the weights (Wang et al. 2021, eqs. 3.1 and 3.2 without the penalty on c).
/// </summary>
/// <remarks>
/// The batch goes through the network in chunks of a fixed size whose Gram matrices and gradients are added in order: the
/// same bits for any number of threads. An evaluation with gradient costs two products a layer and point, and no
/// weight gradients (<see cref="FeatureChunk{T}"/>).
/// </remarks>
internal sealed class GoObjective<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Network _network;
    readonly WorkSharing? _sharing;
    readonly CosineLoss<T> _loss;
    readonly FeatureChunk<T>[] _chunks;
    readonly Matrix<T>[] _grams;
    readonly AlignedArray<T> _lossPanels;
    readonly double[] _c;
    readonly double[] _b;
    readonly Action<int> _forward;
    readonly Action<int> _backward;
    UnitDraw<T>? _draw;

    /// <summary>Allocates for batches of so many points.</summary>
    public GoObjective(Network network, int points, WorkSharing? sharing)
    {
        _network = network;
        _sharing = sharing;
        Points = points;
        int units = network.Layers[network.Depth - 1].FanOut, rows = ChunkRows(points);
        _loss = new(units, sharing);
        _chunks = new FeatureChunk<T>[(points + rows - 1) / rows];
        _grams = new Matrix<T>[_chunks.Length];
        for (int i = 0; i < _chunks.Length; i++)
        {
            _chunks[i] = new(network, Math.Min(rows, points - (i * rows)), InputDerivatives.None);
            _grams[i] = new(units, units);
        }

        _lossPanels = new(Product.PackedLength<T>(units, units));
        (_c, _b) = (new double[network.Depth], new double[network.Depth]);
        _forward = i => Forward(_chunks[i], _grams[i]);
        _backward = i => Backward(_chunks[i]);
    }

    /// <summary>Points of a batch.</summary>
    public int Points { get; }

    /// <summary>Units that were zero on the whole batch at the last evaluation.</summary>
    public int ZeroUnits => _loss.ZeroUnits;

    /// <summary>Pairs of features that were the same function up to a factor at the last evaluation.</summary>
    public long SamePairs => _loss.SamePairs;

    /// <summary>Takes rows of the inputs as the batch.</summary>
    public void Select(Matrix<T> inputs, ReadOnlySpan<int> rows)
    {
        int at = 0;
        foreach (FeatureChunk<T> chunk in _chunks)
        {
            for (int i = 0; i < chunk.Points; i++)
                inputs.Row(rows[at++]).CopyTo(chunk.Input(i));
        }
    }

    /// <summary>The loss; NaN where features are not finite.</summary>
    public double Evaluate(UnitDraw<T> draw, ReadOnlySpan<double> c, ReadOnlySpan<double> b) =>
        Features(draw, c, b, gradient: false);

    /// <summary>The loss, and its gradient.</summary>
    public double Evaluate(
        UnitDraw<T> draw, ReadOnlySpan<double> c, ReadOnlySpan<double> b, Span<double> gradientC, Span<double> gradientB)
    {
        double loss = Features(draw, c, b, gradient: true);
        int units = _loss.Gradient.Rows;
        PanelPacking.Pack(ref _loss.Gradient.Start(), _loss.Gradient.Stride, units, units, _lossPanels.Span, T.One);
        Work.Run(_sharing, _chunks.Length, _backward);
        gradientC.Clear();
        gradientB.Clear();
        foreach (FeatureChunk<T> chunk in _chunks)
        {
            for (int l = 0; l < _c.Length; l++)
            {
                gradientC[l] += chunk.Sums[l].C;
                gradientB[l] += chunk.Sums[l].B;
            }
        }

        return loss;
    }

    double Features(UnitDraw<T> draw, ReadOnlySpan<double> c, ReadOnlySpan<double> b, bool gradient)
    {
        _draw = draw;
        c.CopyTo(_c);
        b.CopyTo(_b);
        Work.Run(_sharing, _chunks.Length, _forward);
        Matrix<T> gram = _grams[0];
        for (int i = 1; i < _grams.Length; i++)
        {
            for (int j = 0; j < gram.Rows; j++)
                TensorPrimitives.Add(gram.Row(j), _grams[i].Row(j), gram.Row(j));
        }

        return _loss.Compute(gram, gradient);
    }

    void Forward(FeatureChunk<T> chunk, Matrix<T> gram)
    {
        chunk.Forward(_draw!, _c, _b);
        int width = Product.PanelWidth<T>(), units = gram.Rows;
        ref T features = ref chunk.Output();
        var operands = new ProductOperands<T>(
            ref features, 1, chunk.Stride, ref features, width, chunk.Stride, units, chunk.Points, units);
        var store = new StoreEpilogue<T>(ref gram.Start(), gram.Stride, gram.Stride, T.One, false);
        Product.Run(in operands, ref store);
    }

    void Backward(FeatureChunk<T> chunk)
    {
        int width = Product.PanelWidth<T>(), units = _loss.Gradient.Rows;
        var operands = new ProductOperands<T>(
            ref chunk.Output(), chunk.Stride, 1, ref _lossPanels.Start, (nint)width * units, width, chunk.Points, units, units);
        var store = new StoreEpilogue<T>(ref chunk.OutputGradient(), chunk.Stride, chunk.Stride, T.One, false);
        Product.Run(in operands, ref store);
        chunk.Backward(_draw!, _c);
    }

    /// <summary>128 points where there are many, fewer where two threads would find no work.</summary>
    static int ChunkRows(int points) => points >= 512 ? 128 : Math.Max(16, (points + 3) / 4 / 8 * 8);
}
