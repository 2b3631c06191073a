using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>The loss of a problem on a batch, and its gradient: the inner loop of all training.</summary>
/// <remarks>
/// Nothing is allocated after construction. The same bits for any number of threads (<see cref="ChunkPlan"/>).
/// </remarks>
internal sealed partial class LossGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int RangeLength = 4096;

    /// <summary>What all chunks may keep without leaving the second-level caches before they are read again.</summary>
    const int CacheBytes = 4 << 20;

    readonly Network _network;
    readonly WorkSharing? _sharing;
    readonly TermRows<T>[] _terms;
    readonly List<(int Term, int First, int Rows)> _chunks = [];
    readonly AlignedArray<T>[] _gradients;
    readonly double[] _chunkLosses;
    readonly double[] _rangeSquares;
    readonly SplitGradient<T>? _split;
    readonly PackedWeights<T>? _weights;
    readonly Pass<T>[,] _passes;
    readonly int _lanes;
    readonly BackwardBuffers<T>[] _buffers;
    readonly int[] _firstRows;
    readonly ReadOutSolver<T>? _solver;
    readonly UpdateRanges<T> _update;
    readonly LeastSquaresOptions? _leastSquares;
    readonly UnitBlock[] _packs;
    readonly UnitBlock[]? _blocks;
    readonly Action<int> _pack;
    readonly Action<int, int> _walk;
    readonly Action<int> _walkToFeatures;
    readonly Action<int, int> _finish;
    readonly Action<int> _walkKeeping;
    readonly Action<int> _differentiateBlock;
    readonly Action<int> _reduceRange;
    Parameters<T>? _parameters;
    bool _solves;

    /// <summary>Allocates the buffers of a run.</summary>
    /// <param name="problem">The terms.</param>
    /// <param name="network">The network.</param>
    /// <param name="batchSizes">Points per step of each term.</param>
    /// <param name="sharing">Threads, or null for the caller's alone.</param>
    /// <param name="leastSquares">Set where the read-out is solved for: then all chunks keep their activations.</param>
    /// <param name="asVector">Whether <see cref="Gradient"/> is wanted, not <see cref="Update"/> alone.</param>
    public LossGradient(
        Problem problem,
        Network network,
        IReadOnlyList<int> batchSizes,
        WorkSharing? sharing,
        LeastSquaresOptions? leastSquares = null,
        bool asVector = false)
    {
        _network = network;
        _sharing = sharing;
        _leastSquares = leastSquares;
        _terms = [.. problem.Terms.Select((term, i) => new TermRows<T>(term, network, batchSizes[i]))];
        if (leastSquares is null && !asVector && SplitGradient<T>.Pays(network, _terms))
            _split = new SplitGradient<T>(network, _terms[0], sharing);
        int parameters = network.Layout.Count, most = _split is null ? CutChunks(parameters) : 0;
        _packs = UnitBlock.Cut(network, Product.PanelWidth<T>());
        bool keeps = leastSquares is null && _split is null && KeepingIsCheaper();
        _blocks = keeps ? UnitBlock.Cut(network, BlockMultiple) : null;
        int gradients = _blocks is null ? _chunks.Count : 1;
        network.RequireMemory<T>(copies: gradients + 5);
        _gradients = new AlignedArray<T>[gradients];
        for (int c = 0; c < _gradients.Length; c++)
            _gradients[c] = new(parameters);
        _chunkLosses = new double[_chunks.Count];
        _rangeSquares = new double[_blocks?.Length ?? ((parameters + RangeLength - 1) / RangeLength)];
        _weights = _split is null ? new PackedWeights<T>(network, backward: true) : null;
        _lanes = Math.Min(sharing?.Threads ?? 1, _chunks.Count);
        _buffers = leastSquares is null ? [] : LaneBuffers(most);
        _passes = leastSquares is null && _blocks is null ? LanePasses(most) : ChunkPasses();
        _firstRows = FirstRows(out int rows);
        if (leastSquares is not null)
        {
            ReadOutSolver<T>.Require(problem);
            _solver = new ReadOutSolver<T>(network, rows, leastSquares, sharing);
        }

        Moved = leastSquares is null ? parameters : network.Layout.Weight(network.Depth).Offset;
        _update = new UpdateRanges<T>(Moved, sharing);
        _pack = i => _weights!.Update(_parameters!, _packs[i]);
        _walk = Walk;
        _walkToFeatures = WalkToFeatures;
        _finish = Finish;
        _walkKeeping = WalkKeeping;
        _differentiateBlock = DifferentiateBlock;
        _reduceRange = ReduceRange;
    }

    /// <summary>The number of parameters that move: all, or those before a read-out that is solved for.</summary>
    public int Moved { get; }

    /// <summary>The gradient of the last <see cref="Compute"/>, where it was asked for.</summary>
    public AlignedArray<T> Gradient => _gradients[0];

    /// <summary>Chooses the points of a term for the next <see cref="Compute"/>.</summary>
    public void Select(int term, ReadOnlySpan<int> points) => points.CopyTo(_terms[term].Selected);

    /// <summary>Draws a step's new points in the terms that ask for them.</summary>
    public void Refresh(ulong seed, long step)
    {
        foreach (TermRows<T> term in _terms)
            term.Refresh(seed, step);
    }

    /// <summary>What the last solve for the read-out met; null before the first.</summary>
    public ReadOutSolve? LastSolve => _solver?.Last;

    /// <summary>A ridge times the squared norm of the read-out that was solved for; 0 without a ridge.</summary>
    public double Penalty => _solver?.Penalty ?? 0;

    /// <summary>The loss on the selected points, and its gradient.</summary>
    /// <param name="parameters">Where; with <paramref name="solve"/>, its read-out is replaced first.</param>
    /// <param name="solve">Whether the read-out is solved for at these hidden layers.</param>
    /// <returns>The loss; not a number if the features are not finite.</returns>
    public double Compute(Parameters<T> parameters, bool solve = false)
    {
        if (_split is not null)
            return _split.Compute(parameters);
        _parameters = parameters;
        Run(_packs.Length, _pack);
        if (_blocks is not null)
        {
            Run(_chunks.Count, _walkKeeping);
        }
        else if (_solver is null)
        {
            RunChunks(_walk, lastFirst: false);
        }
        else
        {
            _solves = solve;
            Run(_chunks.Count, _walkToFeatures);
            if (solve)
            {
                if (!_solver.Solve(parameters))
                    return double.NaN;
                _weights!.Update(parameters, _network.Depth);
            }

            RunChunks(_finish, lastFirst: true);
        }

        Run(_rangeSquares.Length, _blocks is null ? _reduceRange : _differentiateBlock);
        double sum = 0;
        foreach (double part in _chunkLosses)
            sum += part;
        return sum;
    }

    /// <summary>Whether the squared norm of the last gradient is within the range of T.</summary>
    public bool IsFinite() => _split?.IsFinite() ?? Array.TrueForAll(_rangeSquares, double.IsFinite);

    /// <summary>Updates the parameters of the last <see cref="Compute"/> by their gradient.</summary>
    public void Update(Optimizer<T> optimizer)
    {
        if (_split is not null)
            _split.Update(optimizer);
        else
            _update.Run(optimizer, _parameters!, Gradient);
    }

    void Run(int items, Action<int> body) => WorkSharing.Run(_sharing, items, body);

    void RunChunks(Action<int, int> body, bool lastFirst) =>
        WorkSharing.Run(_sharing, _chunks.Count, body, lastFirst);

    /// <summary>A chunk through the network and back, block by block.</summary>
    void Walk(int lane, int c)
    {
        (int term, int first, int rows) = _chunks[c];
        Pass<T> pass = _passes[lane, term];
        double loss = 0;
        for (int done = 0; done < rows; done += pass.MaxPoints)
        {
            int count = Math.Min(pass.MaxPoints, rows - done);
            _terms[term].Load(pass, first + done, count);
            pass.Forward(_weights!);
            loss += _terms[term].Loss(pass, first + done, count);
            pass.Backward(_weights!, _gradients[c], accumulate: done > 0);
        }

        _chunkLosses[c] = loss;
    }

    double SquaredNormOf(int start, int length) =>
        double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(Gradient.Span.Slice(start, length)));

    /// <summary>The hidden layers of a chunk, and its rows of the least-squares system if there is a solve.</summary>
    void WalkToFeatures(int c)
    {
        (int term, int first, int rows) = _chunks[c];
        Pass<T> pass = _passes[c, 0];
        _terms[term].Load(pass, first, rows);
        pass.ForwardHidden(_weights!);
        if (!_solves)
            return;
        _terms[term].FeatureRows(pass, first, rows, _solver!, _firstRows[term], _leastSquares!.Share);
    }

    /// <summary>The rest of a chunk whose hidden layers are done.</summary>
    void Finish(int lane, int c)
    {
        (int term, int first, int rows) = _chunks[c];
        Pass<T> pass = _passes[c, 0];
        pass.Buffers = _buffers[lane];
        pass.ForwardReadOut(_weights!);
        _chunkLosses[c] = _terms[term].Loss(pass, first, rows);
        pass.Backward(_weights!, _gradients[c], accumulate: false);
    }

    /// <summary>Adds the chunks' gradients over a range of the parameters, in chunk order.</summary>
    void ReduceRange(int range)
    {
        int start = range * RangeLength, length = Math.Min(RangeLength, Gradient.Length - start);
        Span<T> sum = Gradient.Span.Slice(start, length);
        for (int c = 1; c < _gradients.Length; c++)
            TensorPrimitives.Add(sum, _gradients[c].Span.Slice(start, length), sum);
        _rangeSquares[range] = SquaredNormOf(start, length);
    }

    /// <summary>Cuts the terms; the result is the largest chunk.</summary>
    int CutChunks(int parameters)
    {
        int most = 0;
        var places = new List<(double Place, (int Term, int First, int Rows) Chunk)>();
        for (int t = 0; t < _terms.Length; t++)
        {
            int rows = _terms[t].BatchSize, chunk = ChunkPlan.ChunkRows(rows, parameters, MostChunkRows(_terms[t]));
            most = Math.Max(most, chunk);
            for (int first = 0; first < rows; first += chunk)
                places.Add(((first + (0.5 * chunk)) / rows, (t, first, Math.Min(chunk, rows - first))));
        }

        // A point costs more in one term than in another: mixed, so that equal shares of the chunks are equal work.
        _chunks.AddRange(places.OrderBy(p => p.Place).Select(p => p.Chunk));
        return most;
    }

    int MostChunkRows(TermRows<T> term) => _leastSquares is null
        ? ChunkPlan.MostRows
        : ChunkPlan.WaitingRows(Matrix<T>.PaddedStride(_network.Width) * Unsafe.SizeOf<T>() * term.Derivatives.Streams);

    Pass<T>[,] LanePasses(int mostRows)
    {
        int block = ChunkPlan.BlockRows(mostRows, BytesPerRow(_network), _network.Width);
        var passes = new Pass<T>[_lanes, _terms.Length];
        for (int lane = 0; lane < _lanes; lane++)
        {
            for (int t = 0; t < _terms.Length; t++)
                passes[lane, t] = new Pass<T>(_network, block, _terms[t].Derivatives);
        }

        return passes;
    }

    Pass<T>[,] ChunkPasses()
    {
        long bytes = _terms.Sum(t => (long)t.BatchSize) * BytesPerRow(_network);
        var passes = new Pass<T>[_chunks.Count, 1];
        for (int c = 0; c < _chunks.Count; c++)
        {
            (int term, _, int rows) = _chunks[c];
            InputDerivatives derivatives = _terms[term].Derivatives;
            BackwardBuffers<T> buffers = _blocks is null
                ? _buffers[0]
                : new(_network, rows * derivatives.Streams, keepsDeltas: true);
            passes[c, 0] = new Pass<T>(_network, rows, derivatives, gradients: true, buffers)
            {
                Prefetches = derivatives.Streams == 1 && bytes > CacheBytes,
            };
        }

        return passes;
    }

    BackwardBuffers<T>[] LaneBuffers(int mostRows)
    {
        int streams = _terms.Max(t => t.Derivatives.Streams);
        return [.. Enumerable.Range(0, _lanes).Select(_ => new BackwardBuffers<T>(_network, mostRows * streams))];
    }

    /// <summary>Where each term's rows of the least-squares system begin.</summary>
    int[] FirstRows(out int rows)
    {
        double share = _leastSquares?.Share ?? 1;
        int[] first = new int[_terms.Length];
        rows = 0;
        for (int t = 0; t < _terms.Length; t++)
        {
            first[t] = rows;
            rows += TermRows<T>.RowsBefore(_terms[t].BatchSize, share) * _terms[t].Components;
        }

        return first;
    }

    static int BytesPerRow(Network network) =>
        network.Layers.Sum(l => Matrix<T>.PaddedStride(l.FanOut)) * 2 * Unsafe.SizeOf<T>();
}
