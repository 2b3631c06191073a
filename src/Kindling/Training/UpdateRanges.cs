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
    readonly WorkSharing? _sharing;
    readonly Action<int> _updateRange;
    Optimizer<T>? _optimizer;
    Parameters<T>? _parameters;
    AlignedArray<T>? _gradient;

    /// <summary>Prepares the updates of a run.</summary>
    /// <param name="count">The parameters that are updated, from the first on.</param>
    /// <param name="sharing">Threads, or null for the caller's alone.</param>
    public UpdateRanges(int count, WorkSharing? sharing)
    {
        _count = count;
        _sharing = sharing;
        _updateRange = UpdateRange;
    }

    /// <summary>One update; <see cref="Optimizer{T}.BeginStep"/> has been called.</summary>
    public void Run(Optimizer<T> optimizer, Parameters<T> parameters, AlignedArray<T> gradient)
    {
        if (_sharing is null)
        {
            optimizer.Update(parameters.Flat, gradient.Span[.._count], 0);
            return;
        }

        (_optimizer, _parameters, _gradient) = (optimizer, parameters, gradient);
        _sharing.Run((_count + RangeLength - 1) / RangeLength, _updateRange);
    }

    void UpdateRange(int range)
    {
        int start = range * RangeLength, length = Math.Min(RangeLength, _count - start);
        _optimizer!.Update(_parameters!.Flat, _gradient!.Span.Slice(start, length), start);
    }
}
