using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindling.Simd;

/// <summary>A register of 64-bit integers, with what a counter-based generator needs. Every member inlines.</summary>
internal interface IWords<TSelf>
    where TSelf : struct, IWords<TSelf>
{
    /// <summary>How many integers a register holds.</summary>
    static abstract int Count { get; }

    static abstract TSelf Broadcast(ulong value);

    /// <summary>start, start + 2, start + 4, ...</summary>
    static abstract TSelf EverySecond(ulong start);

    /// <summary>The products of the lower halves; the upper halves do not matter.</summary>
    static abstract TSelf MultiplyLower(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);
    static abstract TSelf operator >>>(TSelf a, int count);

    /// <summary>Stores the lower halves of the two, alternating, as 2 <see cref="Count"/> 32-bit words.</summary>
    static abstract void StoreLower(TSelf first, TSelf second, ref uint target, nuint index);
}

/// <summary>Two 64-bit integers.</summary>
internal readonly struct Words128 : IWords<Words128>
{
    readonly Vector128<ulong> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Words128(Vector128<ulong> value) => _value = value;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Broadcast(ulong value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 EverySecond(ulong start) => new(Vector128.Create(start) + Vector128.Create(0UL, 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 MultiplyLower(Words128 a, Words128 b) => Sse2.IsSupported
        ? new(Sse2.Multiply(a._value.AsUInt32(), b._value.AsUInt32()))
        : new((a._value & Vector128.Create(0xFFFFFFFFUL)) * (b._value & Vector128.Create(0xFFFFFFFFUL)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator ^(Words128 a, Words128 b) => new(a._value ^ b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator >>>(Words128 a, int count) => new(a._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLower(Words128 first, Words128 second, ref uint target, nuint index) =>
        ((first._value & Vector128.Create(0xFFFFFFFFUL)) | (second._value << 32)).AsUInt32()
            .StoreUnsafe(ref target, index);
}

/// <summary>Four 64-bit integers.</summary>
internal readonly struct Words256 : IWords<Words256>
{
    readonly Vector256<ulong> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Words256(Vector256<ulong> value) => _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Broadcast(ulong value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 EverySecond(ulong start) => new(Vector256.Create(start) + Vector256.Create(0UL, 2, 4, 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 MultiplyLower(Words256 a, Words256 b) => Avx2.IsSupported
        ? new(Avx2.Multiply(a._value.AsUInt32(), b._value.AsUInt32()))
        : new((a._value & Vector256.Create(0xFFFFFFFFUL)) * (b._value & Vector256.Create(0xFFFFFFFFUL)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator ^(Words256 a, Words256 b) => new(a._value ^ b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator >>>(Words256 a, int count) => new(a._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLower(Words256 first, Words256 second, ref uint target, nuint index) =>
        ((first._value & Vector256.Create(0xFFFFFFFFUL)) | (second._value << 32)).AsUInt32()
            .StoreUnsafe(ref target, index);
}

/// <summary>Eight 64-bit integers.</summary>
internal readonly struct Words512 : IWords<Words512>
{
    readonly Vector512<ulong> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Words512(Vector512<ulong> value) => _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Broadcast(ulong value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 EverySecond(ulong start) =>
        new(Vector512.Create(start) + Vector512.Create(0UL, 2, 4, 6, 8, 10, 12, 14));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 MultiplyLower(Words512 a, Words512 b) => Avx512F.IsSupported
        ? new(Avx512F.Multiply(a._value.AsUInt32(), b._value.AsUInt32()))
        : new((a._value & Vector512.Create(0xFFFFFFFFUL)) * (b._value & Vector512.Create(0xFFFFFFFFUL)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator ^(Words512 a, Words512 b) => new(a._value ^ b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator >>>(Words512 a, int count) => new(a._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLower(Words512 first, Words512 second, ref uint target, nuint index) =>
        ((first._value & Vector512.Create(0xFFFFFFFFUL)) | (second._value << 32)).AsUInt32()
            .StoreUnsafe(ref target, index);
}
