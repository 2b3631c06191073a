using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Kindling.Simd;

/// <summary>Asks for memory ahead of time, into the second-level cache, while something else is computed.</summary>
internal static class Prefetch
{
    /// <summary>Asks for elements [first, first + count) of an array; nothing where no instruction does.</summary>
    public static void Run<T>(AlignedArray<T> array, int first, int count)
        where T : unmanaged => Run<T>(array.Span.Slice(first, count));

    /// <summary>Asks for some elements; nothing where no instruction does.</summary>
    public static unsafe void Run<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(elements));
        byte* end = start + ((nint)elements.Length * sizeof(T));
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
