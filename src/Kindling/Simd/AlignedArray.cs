using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindling.Simd;

/// <summary>A zeroed array whose first element stands at a 64-byte boundary and never moves.</summary>
/// <remarks>Two whole registers past the last element may be read and rewritten by kernels.</remarks>
internal sealed class AlignedArray<T>
    where T : unmanaged
{
    /// <summary>Bytes of a cache line, and of the widest register.</summary>
    public const int Alignment = 64;

    readonly T[] _storage;
    readonly int _offset;

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public AlignedArray(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _storage = GC.AllocateArray<T>(checked(length + (3 * Alignment / Unsafe.SizeOf<T>())), pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0);
        _offset = (int)((Alignment - (address % Alignment)) % Alignment) / Unsafe.SizeOf<T>();
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>All elements.</summary>
    public Span<T> Span => _storage.AsSpan(_offset, Length);

    /// <summary>All elements, as memory.</summary>
    public Memory<T> Memory => _storage.AsMemory(_offset, Length);

    /// <summary>The first element; the rest follow it without gaps.</summary>
    public ref T Start => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), _offset);

    /// <summary>The smallest multiple of a cache line that holds <paramref name="count"/> elements.</summary>
    public static int RoundUp(int count)
    {
        int line = Alignment / Unsafe.SizeOf<T>();
        return checked(count + line - 1) / line * line;
    }
}
