using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Z = scale sum + shift and, if it is kept, P = sum.</summary>
/// <remarks>Both have the same stride, and rows padded to whole registers.</remarks>
internal readonly ref struct ScaledShiftEpilogue<T>(ref T p, bool keepsProduct, ref T z, nint stride, T scale, T shift)
    : IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ref T _p = ref p;
    readonly ref T _z = ref z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>
    {
        nuint place = (nuint)((row * stride) + column);
        if (keepsProduct)
            V.Store(sum, ref _p, place);
        V.Store(V.MulAdd(V.Broadcast(scale), sum, V.Broadcast(shift)), ref _z, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(int row, int column)
    {
        nint place = (row * stride) + column;
        Prefetch.Line(ref Unsafe.Add(ref _z, place));
        if (keepsProduct)
            Prefetch.Line(ref Unsafe.Add(ref _p, place));
    }
}
