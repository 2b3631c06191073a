using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kindling.Simd;

/// <summary>Asks for memory ahead of time, into the second-level cache, while something else is computed.</summary>
internal static class Prefetch
{
    /// <summary>Asks for elements [first, first + count) of an array; nothing where no instruction does.</summary>
    public static unsafe void Run<T>(AlignedArray<T> array, int first, int count)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        byte* start = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref array.Start, first));
        byte* end = start + ((nint)count * sizeof(T));
        for (byte* line = start; line < end; line += AlignedArray<T>.Alignment)
            Sse.Prefetch1(line);
    }

    /// <summary>Asks for the cache line of an element, into the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(ref T element)
        where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref element));
    }
}
