using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindling.Simd;

/// <summary>A 512-bit register: AVX-512.</summary>
internal readonly struct Lanes512<T> : ILanes<Lanes512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Vector512<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lanes512(Vector512<T> value) => _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    public static Lanes512<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<T>.Zero);
    }

    public static Lanes512<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<T>.Indices);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Broadcast(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Constant(double value) => typeof(T) == typeof(float)
        ? new(Vector512.Create((float)value).As<float, T>())
        : new(Vector512.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(ref readonly T source, nuint index) => new(Vector512.LoadUnsafe(in source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512<T> lanes, ref T target, nuint index) =>
        lanes._value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreFirst(Lanes512<T> lanes, ref T target, int count)
    {
        Vector512<T> mask = LessThan(Indices, Constant(count))._value;
        if (!Avx512F.IsSupported)
            StoreOneByOne(lanes, ref target, count);
        else if (typeof(T) == typeof(float))
            Avx512F.MaskStore((float*)Unsafe.AsPointer(ref target), mask.AsSingle(), lanes._value.AsSingle());
        else
            Avx512F.MaskStore((double*)Unsafe.AsPointer(ref target), mask.AsDouble(), lanes._value.AsDouble());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void StoreOneByOne(Lanes512<T> lanes, ref T target, int count)
    {
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref target, i) = lanes._value[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> a, Lanes512<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MulAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.MultiplyAddEstimate(
            a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(
            a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> a) => new(Vector512.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> a) => new(Vector512.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AtLeast(Lanes512<T> a, Lanes512<T> bound) =>
        new(Vector512.MaxNative(bound._value, a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AtMost(Lanes512<T> a, Lanes512<T> bound) =>
        new(Vector512.MinNative(bound._value, a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Round(Lanes512<T> a) => typeof(T) == typeof(float)
        ? new(Vector512.Round(a._value.AsSingle()).As<float, T>())
        : new(Vector512.Round(a._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LessThan(Lanes512<T> a, Lanes512<T> b) => new(Vector512.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> GreaterThan(Lanes512<T> a, Lanes512<T> b) =>
        new(Vector512.GreaterThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> EqualTo(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Equals(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> a, Lanes512<T> b) =>
        new(Vector512.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes512<T> mask) => Vector512.ExtractMostSignificantBits(mask._value) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> BitAnd(Lanes512<T> a, Lanes512<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> BitOr(Lanes512<T> a, Lanes512<T> b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> CopySign(Lanes512<T> magnitude, Lanes512<T> sign) =>
        Select(Constant(-0.0), sign, magnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> PowerOfTwo(Lanes512<T> n) => typeof(T) == typeof(float)
        ? new(((Vector512.ConvertToInt32Native(n._value.AsSingle()) + Vector512.Create(127)) << 23).As<int, T>())
        : new((((n._value.AsDouble() + Vector512.Create(IntegerOffset)).AsInt64() + Vector512.Create(1023L)) << 52)
            .As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> FromInteger(Lanes512<T> bits) => typeof(T) == typeof(float)
        ? new(Vector512.ConvertToSingle(bits._value.AsInt32()).As<float, T>())
        : new(Vector512.ConvertToDouble(bits._value.AsInt64()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Exponent(Lanes512<T> a) => typeof(T) == typeof(float)
        ? new(Vector512.ConvertToSingle((a._value.AsInt32() >>> 23) - Vector512.Create(127)).As<float, T>())
        : new((((a._value.AsInt64() >>> 52) | Vector512.Create(IntegerOffsetBits)).AsDouble()
            - Vector512.Create(IntegerOffset + 1023)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Significand(Lanes512<T> a) => typeof(T) == typeof(float)
        ? new(((a._value.AsInt32() & Vector512.Create(0x007FFFFF)) | Vector512.Create(0x3F800000)).As<int, T>())
        : new(((a._value.AsInt64() & Vector512.Create(0x000FFFFFFFFFFFFF)) | Vector512.Create(0x3FF0000000000000))
            .As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes512<T> lanes) => Lanes256<T>.Sum(lanes._value.GetLower(), lanes._value.GetUpper());

    /// <summary>2^52 + 2^51: added to a small integer, it leaves that integer in the low bits of the double.</summary>
    const double IntegerOffset = 6755399441055744.0;

    const long IntegerOffsetBits = 0x4338000000000000;
}
