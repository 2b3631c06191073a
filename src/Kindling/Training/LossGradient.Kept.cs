using System.Runtime.CompilerServices;
using Kindling.Networks;

namespace Kindling.Training;

/// <content>
/// Wide networks and few rows: chunks go forth and back without weight gradients and keep what those need; then threads
/// share the units of all layers, and each computes its part of the gradient over the whole batch.
/// </content>
internal sealed partial class LossGradient<T>
{
    /// <summary>Rows of a register tile: blocks of units end with one where they can.</summary>
    const int BlockMultiple = 8;

    /// <summary>Whether outputs, slopes and deltas of all chunks take less memory than their gradients.</summary>
    bool KeepingIsCheaper()
    {
        long kept = _terms.Sum(t => (long)t.BatchSize * t.Derivatives.Streams) * BytesPerRow(_network) * 3 / 2;
        return kept < (long)_chunks.Count * _network.Layout.Count * Unsafe.SizeOf<T>();
    }

    /// <summary>A chunk forth and back, without weight gradients.</summary>
    void WalkKeeping(int c)
    {
        (int term, int first, int rows) = _chunks[c];
        Pass<T> pass = _passes[c, 0];
        _terms[term].Load(pass, first, rows);
        pass.Forward(_weights!);
        _chunkLosses[c] = _terms[term].Loss(pass, first, rows);
        pass.BackwardDeltas(_weights!);
    }

    /// <summary>The gradient in the weights and biases of some units, over all chunks in their order.</summary>
    void DifferentiateBlock(int i)
    {
        UnitBlock block = _blocks![i];
        for (int c = 0; c < _chunks.Count; c++)
            _passes[c, 0].WeightGradient(Gradient, block, accumulate: c > 0);
        ParameterBlock weights = _network.Layout.Weight(block.Layer);
        int first = weights.Offset + (block.First * weights.Columns);
        _rangeSquares[i] = SquaredNormOf(first, block.Count * weights.Columns);
        if (_network.Layout.Bias(block.Layer) is { } bias)
            _rangeSquares[i] += SquaredNormOf(bias.Offset + block.First, block.Count);
    }
}
