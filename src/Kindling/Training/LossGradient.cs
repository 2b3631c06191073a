using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>The loss of a problem on a batch, and its gradient: the inner loop of all training.</summary>
/// <remarks>Nothing is allocated after construction. The same bits for any number of threads (<see cref="ChunkPlan"/>).</remarks>
internal sealed class LossGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int RangeLength = 16384;

    readonly Network _network;
    readonly WorkSharing? _sharing;
    readonly TermRows<T>[] _terms;
    readonly List<(int Term, int First, int Rows)> _chunks = [];
    readonly AlignedArray<T>[] _gradients;
    readonly double[] _chunkLosses;
    readonly double[] _rangeSquares;
    readonly PackedWeights<T> _weights;
    readonly Pass<T>[,] _passes;
    readonly Action<int> _packLayer;
    readonly Action<int> _workLane;
    readonly Action<int> _reduceRange;
    Parameters<T>? _parameters;
    int _nextChunk;

    public LossGradient(Problem problem, Network network, IReadOnlyList<int> batchSizes, WorkSharing? sharing)
    {
        _network = network;
        _sharing = sharing;
        _terms = [.. problem.Terms.Select((term, i) => new TermRows<T>(term, batchSizes[i]))];
        int parameters = network.Layout.Count;
        int most = 0;
        for (int t = 0; t < _terms.Length; t++)
        {
            int rows = _terms[t].BatchSize, chunk = ChunkPlan.ChunkRows(rows, parameters);
            most = Math.Max(most, chunk);
            for (int first = 0; first < rows; first += chunk)
                _chunks.Add((t, first, Math.Min(chunk, rows - first)));
        }

        network.RequireMemory<T>(copies: _chunks.Count + 5);
        _gradients = new AlignedArray<T>[_chunks.Count];
        for (int c = 0; c < _gradients.Length; c++)
            _gradients[c] = new(parameters);
        _chunkLosses = new double[_chunks.Count];
        _rangeSquares = new double[(parameters + RangeLength - 1) / RangeLength];
        _weights = new PackedWeights<T>(network, backward: true);
        int lanes = Math.Min(sharing?.Threads ?? 1, _chunks.Count);
        int block = ChunkPlan.BlockRows(most, BytesPerRow(network), network.Width);
        _passes = new Pass<T>[lanes, _terms.Length];
        for (int lane = 0; lane < lanes; lane++)
        {
            for (int t = 0; t < _terms.Length; t++)
                _passes[lane, t] = new Pass<T>(network, block, _terms[t].Derivatives);
        }

        _packLayer = layer => _weights.Update(_parameters!, layer);
        _workLane = WorkLane;
        _reduceRange = ReduceRange;
    }

    /// <summary>The gradient of the last <see cref="Compute"/>.</summary>
    public AlignedArray<T> Gradient => _gradients[0];

    /// <summary>The squared norm of the gradient of the last <see cref="Compute"/>.</summary>
    public double SquaredNorm { get; private set; }

    /// <summary>Chooses the points of a term for the next <see cref="Compute"/>.</summary>
    public void Select(int term, ReadOnlySpan<int> points) => points.CopyTo(_terms[term].Selected);

    /// <summary>The loss on the selected points; leaves its gradient in <see cref="Gradient"/>.</summary>
    public double Compute(Parameters<T> parameters)
    {
        _parameters = parameters;
        _nextChunk = -1;
        Run(_network.Layers.Count, _packLayer);
        Run(_passes.GetLength(0), _workLane);
        Run(_rangeSquares.Length, _reduceRange);
        double loss = 0;
        foreach (double part in _chunkLosses)
            loss += part;
        SquaredNorm = 0;
        foreach (double part in _rangeSquares)
            SquaredNorm += part;
        return loss;
    }

    void Run(int items, Action<int> body)
    {
        if (_sharing is not null)
        {
            _sharing.Run(items, body);
            return;
        }

        for (int i = 0; i < items; i++)
            body(i);
    }

    void WorkLane(int lane)
    {
        for (int c = Interlocked.Increment(ref _nextChunk); c < _chunks.Count; c = Interlocked.Increment(ref _nextChunk))
        {
            (int term, int first, int rows) = _chunks[c];
            Pass<T> pass = _passes[lane, term];
            double loss = 0;
            for (int done = 0; done < rows; done += pass.MaxPoints)
            {
                int count = Math.Min(pass.MaxPoints, rows - done);
                _terms[term].Load(pass, first + done, count);
                pass.Forward(_weights);
                loss += _terms[term].Loss(pass, first + done, count);
                pass.Backward(_weights, _gradients[c], accumulate: done > 0);
            }

            _chunkLosses[c] = loss;
        }
    }

    /// <summary>Adds the chunks' gradients over a range of the parameters, in chunk order.</summary>
    void ReduceRange(int range)
    {
        int start = range * RangeLength, length = Math.Min(RangeLength, Gradient.Length - start);
        Span<T> sum = Gradient.Span.Slice(start, length);
        for (int c = 1; c < _gradients.Length; c++)
            TensorPrimitives.Add(sum, _gradients[c].Span.Slice(start, length), sum);
        _rangeSquares[range] = double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(sum));
    }

    static int BytesPerRow(Network network) =>
        network.Layers.Sum(l => Matrix<T>.PaddedStride(l.FanOut)) * 2 * Unsafe.SizeOf<T>();
}
