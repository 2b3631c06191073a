using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>
/// The orthogonality loss of the last hidden layer's features over a batch, as a function of each layer's scale c and
/// bias b for given draws of the weights (Wang et al. 2021, eqs. 3.1 and 3.2 without the penalty on c).
/// </summary>
/// <remarks>
/// The batch goes through the network in chunks of a fixed size whose Gram matrices and gradients are added in order:
/// the same bits for any number of threads. An evaluation with gradient costs two products a layer and point, and no
/// weight gradients (<see cref="FeatureChunk{T}"/>). Of several views the loss is the mean.
/// </remarks>
internal sealed class GoObjective<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly WorkSharing? _sharing;
    readonly CosineLoss<T>[] _losses;
    readonly AlignedArray<T>[] _panels;
    readonly ViewedChunk<T>[] _chunks;
    readonly double[] _c;
    readonly double[] _b;
    readonly Action<int> _forward;
    readonly Action<int> _backward;
    UnitDraw<T>? _draw;

    /// <summary>Allocates for batches of so many points.</summary>
    public GoObjective(Network network, int points, WorkSharing? sharing, FeatureViews? views = null)
    {
        views ??= FeatureViews.Values;
        _sharing = sharing;
        Points = points;
        int units = network.Layers[network.Depth - 1].FanOut, rows = ChunkRows(points);
        _losses = [.. views.Views.Select(_ => new CosineLoss<T>(units, sharing))];
        _panels = [.. views.Views.Select(_ => new AlignedArray<T>(Product.PackedLength<T>(units, units)))];
        _chunks = new ViewedChunk<T>[(points + rows - 1) / rows];
        for (int i = 0; i < _chunks.Length; i++)
            _chunks[i] = new(network, Math.Min(rows, points - (i * rows)), views);
        (_c, _b) = (new double[network.Depth], new double[network.Depth]);
        _forward = i => _chunks[i].Forward(_draw!, _c, _b);
        // Last chunks first: caches still hold some of them.
        _backward = i => _chunks[^(i + 1)].Backward(_draw!, _c, _panels);
    }

    /// <summary>Points of a batch.</summary>
    public int Points { get; }

    /// <summary>Features that were zero on the whole batch at the last evaluation, summed over views.</summary>
    public int ZeroUnits => _losses.Sum(l => l.ZeroUnits);

    /// <summary>Pairs of features that were the same function up to a factor at the last evaluation.</summary>
    public long SamePairs => _losses.Sum(l => l.SamePairs);

    /// <summary>Takes rows of the inputs as the batch.</summary>
    public void Select(Matrix<T> inputs, ReadOnlySpan<int> rows)
    {
        int at = 0;
        foreach (ViewedChunk<T> chunk in _chunks)
        {
            for (int i = 0; i < chunk.Points; i++)
                chunk.Load(i, inputs.Row(rows[at++]));
        }
    }

    /// <summary>The loss; NaN where features are not finite.</summary>
    public double Evaluate(UnitDraw<T> draw, ReadOnlySpan<double> c, ReadOnlySpan<double> b) =>
        Forward(draw, c, b, gradient: false);

    /// <summary>The loss, and its gradient.</summary>
    public double Evaluate(
        UnitDraw<T> draw,
        ReadOnlySpan<double> c,
        ReadOnlySpan<double> b,
        Span<double> gradientC,
        Span<double> gradientB)
    {
        double loss = Forward(draw, c, b, gradient: true);
        T share = T.One / T.CreateTruncating(_losses.Length);
        for (int v = 0; v < _losses.Length; v++)
        {
            Matrix<T> s = _losses[v].Gradient;
            PanelPacking.Pack(ref s.Start(), s.Stride, s.Rows, s.Rows, _panels[v].Span, share);
        }

        WorkSharing.Run(_sharing, _chunks.Length, _backward);
        gradientC.Clear();
        gradientB.Clear();
        foreach (ViewedChunk<T> chunk in _chunks)
        {
            for (int l = 0; l < _c.Length; l++)
            {
                gradientC[l] += chunk.Sums[l].C;
                gradientB[l] += chunk.Sums[l].B;
            }
        }

        return loss;
    }

    double Forward(UnitDraw<T> draw, ReadOnlySpan<double> c, ReadOnlySpan<double> b, bool gradient)
    {
        _draw = draw;
        c.CopyTo(_c);
        b.CopyTo(_b);
        WorkSharing.Run(_sharing, _chunks.Length, _forward);
        double sum = 0;
        for (int v = 0; v < _losses.Length; v++)
        {
            Matrix<T> gram = _chunks[0].Gram(v);
            foreach (ViewedChunk<T> chunk in _chunks.AsSpan(1))
            {
                for (int j = 0; j < gram.Rows; j++)
                    TensorPrimitives.Add(gram.Row(j), chunk.Gram(v).Row(j), gram.Row(j));
            }

            sum += _losses[v].Compute(gram, gradient);
        }

        return sum / _losses.Length;
    }

    /// <summary>128 points where there are many, fewer where two threads would find no work.</summary>
    static int ChunkRows(int points) => points >= 512 ? 128 : Math.Max(16, (points + 3) / 4 / 8 * 8);
}
