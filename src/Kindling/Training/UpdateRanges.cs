using System.Numerics;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>Applies an optimizer to the whole parameter vector, in ranges shared between threads.</summary>
internal sealed class UpdateRanges<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int RangeLength = 4096;

    readonly int _count;
    readonly IReadOnlyList<(int Start, int Length)> _ranges;
    readonly WorkSharing? _sharing;
    readonly Action<int> _updateRange;
    Optimizer<T>? _optimizer;
    Parameters<T>? _parameters;
    AlignedArray<T>? _gradient;

    /// <summary>Takes the ranges.</summary>
    /// <param name="count">The parameters that are updated, from the first on.</param>
    /// <param name="sharing">Threads, or null for the caller's alone.</param>
    /// <param name="ranges">What threads share; null for ranges of equal length.</param>
    public UpdateRanges(int count, WorkSharing? sharing, IReadOnlyList<(int Start, int Length)>? ranges = null)
    {
        _count = count;
        _ranges = ranges ?? [.. Enumerable.Range(0, (count + RangeLength - 1) / RangeLength)
            .Select(i => (i * RangeLength, Math.Min(RangeLength, count - (i * RangeLength))))];
        _sharing = sharing;
        _updateRange = UpdateRange;
    }

    /// <summary>One update; <see cref="Optimizer{T}.BeginStep"/> has been called.</summary>
    public void Run(Optimizer<T> optimizer, Parameters<T> parameters, AlignedArray<T> gradient)
    {
        if (_sharing is null)
        {
            optimizer.Update(parameters.Flat, gradient.Span, 0, _count);
            return;
        }

        (_optimizer, _parameters, _gradient) = (optimizer, parameters, gradient);
        _sharing.Run(_ranges.Count, _updateRange);
    }

    void UpdateRange(int range)
    {
        (int start, int length) = _ranges[range];
        _optimizer!.Update(_parameters!.Flat, _gradient!.Span, start, length);
    }
}
