using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindling.Simd;

/// <summary>A 128-bit register: the portable path (SSE2, NEON, or plain code where there is neither).</summary>
internal readonly struct Lanes128<T> : ILanes<Lanes128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Vector128<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lanes128(Vector128<T> value) => _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    public static Lanes128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.Zero);
    }

    public static Lanes128<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.Indices);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Constant(double value) => typeof(T) == typeof(float)
        ? new(Vector128.Create((float)value).As<float, T>())
        : new(Vector128.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(ref readonly T source, nuint index) => new(Vector128.LoadUnsafe(in source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128<T> lanes, ref T target, nuint index) =>
        lanes._value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreFirst(Lanes128<T> lanes, ref T target, int count)
    {
        Vector128<T> mask = LessThan(Indices, Constant(count))._value;
        if (!Avx.IsSupported)
            StoreOneByOne(lanes, ref target, count);
        else if (typeof(T) == typeof(float))
            Avx.MaskStore((float*)Unsafe.AsPointer(ref target), mask.AsSingle(), lanes._value.AsSingle());
        else
            Avx.MaskStore((double*)Unsafe.AsPointer(ref target), mask.AsDouble(), lanes._value.AsDouble());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void StoreOneByOne(Lanes128<T> lanes, ref T target, int count)
    {
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref target, i) = lanes._value[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> a, Lanes128<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a, Lanes128<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> a, Lanes128<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> a, Lanes128<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MulAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => typeof(T) == typeof(float)
        ? new(Vector128.MultiplyAddEstimate(
            a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector128.MultiplyAddEstimate(
            a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> a) => new(Vector128.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> a) => new(Vector128.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AtLeast(Lanes128<T> a, Lanes128<T> bound) =>
        new(Vector128.MaxNative(bound._value, a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AtMost(Lanes128<T> a, Lanes128<T> bound) =>
        new(Vector128.MinNative(bound._value, a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> a) => typeof(T) == typeof(float)
        ? new(Vector128.Round(a._value.AsSingle()).As<float, T>())
        : new(Vector128.Round(a._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LessThan(Lanes128<T> a, Lanes128<T> b) => new(Vector128.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> GreaterThan(Lanes128<T> a, Lanes128<T> b) =>
        new(Vector128.GreaterThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> EqualTo(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Equals(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> a, Lanes128<T> b) =>
        new(Vector128.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes128<T> mask) => Vector128.ExtractMostSignificantBits(mask._value) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> BitAnd(Lanes128<T> a, Lanes128<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> BitOr(Lanes128<T> a, Lanes128<T> b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> CopySign(Lanes128<T> magnitude, Lanes128<T> sign) =>
        Select(Constant(-0.0), sign, magnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> PowerOfTwo(Lanes128<T> n) => typeof(T) == typeof(float)
        ? new(((Vector128.ConvertToInt32Native(n._value.AsSingle()) + Vector128.Create(127)) << 23).As<int, T>())
        : new((((n._value.AsDouble() + Vector128.Create(IntegerOffset)).AsInt64() + Vector128.Create(1023L)) << 52)
            .As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> FromInteger(Lanes128<T> bits) => typeof(T) == typeof(float)
        ? new(Vector128.ConvertToSingle(bits._value.AsInt32()).As<float, T>())
        : new(Vector128.ConvertToDouble(bits._value.AsInt64()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Exponent(Lanes128<T> a) => typeof(T) == typeof(float)
        ? new(Vector128.ConvertToSingle((a._value.AsInt32() >>> 23) - Vector128.Create(127)).As<float, T>())
        : new((((a._value.AsInt64() >>> 52) | Vector128.Create(IntegerOffsetBits)).AsDouble()
            - Vector128.Create(IntegerOffset + 1023)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Significand(Lanes128<T> a) => typeof(T) == typeof(float)
        ? new(((a._value.AsInt32() & Vector128.Create(0x007FFFFF)) | Vector128.Create(0x3F800000)).As<int, T>())
        : new(((a._value.AsInt64() & Vector128.Create(0x000FFFFFFFFFFFFF)) | Vector128.Create(0x3FF0000000000000))
            .As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes128<T> lanes) => Sum128(lanes._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Sum128(Vector128<T> v) => typeof(T) == typeof(float)
        ? v.GetElement(0) + v.GetElement(2) + (v.GetElement(1) + v.GetElement(3))
        : v.GetElement(0) + v.GetElement(1);

    /// <summary>Sum of the elements of a register given as two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sum(Vector128<T> lower, Vector128<T> upper) => Sum(new Lanes128<T>(lower + upper));

    /// <summary>2^52 + 2^51: added to a small integer, it leaves that integer in the low bits of the double.</summary>
    const double IntegerOffset = 6755399441055744.0;

    const long IntegerOffsetBits = 0x4338000000000000;
}
