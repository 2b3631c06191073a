using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindling.Simd;

/// <summary>A 256-bit register: AVX2.</summary>
internal readonly struct Lanes256<T> : ILanes<Lanes256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Vector256<T> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lanes256(Vector256<T> value) => _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    public static Lanes256<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<T>.Zero);
    }

    public static Lanes256<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<T>.Indices);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Constant(double value) => typeof(T) == typeof(float)
        ? new(Vector256.Create((float)value).As<float, T>())
        : new(Vector256.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(ref readonly T source, nuint index) => new(Vector256.LoadUnsafe(in source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256<T> lanes, ref T target, nuint index) =>
        lanes._value.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreFirst(Lanes256<T> lanes, ref T target, int count)
    {
        Vector256<T> mask = LessThan(Indices, Constant(count))._value;
        if (!Avx.IsSupported)
            StoreOneByOne(lanes, ref target, count);
        else if (typeof(T) == typeof(float))
            Avx.MaskStore((float*)Unsafe.AsPointer(ref target), mask.AsSingle(), lanes._value.AsSingle());
        else
            Avx.MaskStore((double*)Unsafe.AsPointer(ref target), mask.AsDouble(), lanes._value.AsDouble());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void StoreOneByOne(Lanes256<T> lanes, ref T target, int count)
    {
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref target, i) = lanes._value[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> a, Lanes256<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a, Lanes256<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> a, Lanes256<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> a, Lanes256<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MulAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.MultiplyAddEstimate(
            a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : new(Vector256.MultiplyAddEstimate(
            a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> a) => new(Vector256.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> a) => new(Vector256.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AtLeast(Lanes256<T> a, Lanes256<T> bound) =>
        new(Vector256.MaxNative(bound._value, a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AtMost(Lanes256<T> a, Lanes256<T> bound) =>
        new(Vector256.MinNative(bound._value, a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Round(Lanes256<T> a) => typeof(T) == typeof(float)
        ? new(Vector256.Round(a._value.AsSingle()).As<float, T>())
        : new(Vector256.Round(a._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LessThan(Lanes256<T> a, Lanes256<T> b) => new(Vector256.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> GreaterThan(Lanes256<T> a, Lanes256<T> b) =>
        new(Vector256.GreaterThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> EqualTo(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Equals(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> a, Lanes256<T> b) =>
        new(Vector256.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes256<T> mask) => Vector256.ExtractMostSignificantBits(mask._value) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> BitAnd(Lanes256<T> a, Lanes256<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> BitOr(Lanes256<T> a, Lanes256<T> b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> CopySign(Lanes256<T> magnitude, Lanes256<T> sign) =>
        Select(Constant(-0.0), sign, magnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> PowerOfTwo(Lanes256<T> n) => typeof(T) == typeof(float)
        ? new(((Vector256.ConvertToInt32Native(n._value.AsSingle()) + Vector256.Create(127)) << 23).As<int, T>())
        : new((((n._value.AsDouble() + Vector256.Create(IntegerOffset)).AsInt64() + Vector256.Create(1023L)) << 52)
            .As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> FromInteger(Lanes256<T> bits) => typeof(T) == typeof(float)
        ? new(Vector256.ConvertToSingle(bits._value.AsInt32()).As<float, T>())
        : new(Vector256.ConvertToDouble(bits._value.AsInt64()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Exponent(Lanes256<T> a) => typeof(T) == typeof(float)
        ? new(Vector256.ConvertToSingle((a._value.AsInt32() >>> 23) - Vector256.Create(127)).As<float, T>())
        : new((((a._value.AsInt64() >>> 52) | Vector256.Create(IntegerOffsetBits)).AsDouble()
            - Vector256.Create(IntegerOffset + 1023)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Significand(Lanes256<T> a) => typeof(T) == typeof(float)
        ? new(((a._value.AsInt32() & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F800000)).As<int, T>())
        : new(((a._value.AsInt64() & Vector256.Create(0x000FFFFFFFFFFFFF)) | Vector256.Create(0x3FF0000000000000))
            .As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes256<T> lanes) => Lanes128<T>.Sum(lanes._value.GetLower(), lanes._value.GetUpper());

    /// <summary>Sum of the elements of a register given as two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sum(Vector256<T> lower, Vector256<T> upper) => Sum(new Lanes256<T>(lower + upper));

    /// <summary>2^52 + 2^51: added to a small integer, it leaves that integer in the low bits of the double.</summary>
    const double IntegerOffset = 6755399441055744.0;

    const long IntegerOffsetBits = 0x4338000000000000;
}
