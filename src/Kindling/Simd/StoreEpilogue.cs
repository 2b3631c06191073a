using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>C = scale sum, or C += scale sum.</summary>
/// <remarks>
/// Nothing is written after the end of a row, so threads may share the rows of C. No call is made while a tile's sums
/// are live: one would spill all of them in the inner loop.
/// </remarks>
internal readonly ref struct StoreEpilogue<T>(ref T c, nint stride, int columns, T scale, bool accumulate)
    : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ref T _c = ref c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        ref T target = ref Unsafe.Add(ref _c, (row * stride) + column);
        sum *= V.Broadcast(scale);
        if (accumulate)
            sum += V.Load(in target, 0);
        if (column + V.Count <= columns)
            V.Store(sum, ref target, 0);
        else
            V.StoreFirst(sum, ref target, columns - column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column) =>
        Prefetch.Line(ref Unsafe.Add(ref _c, (row * stride) + column));
}
