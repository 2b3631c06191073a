using System.Numerics;
using Kindling.Simd;
using static Kindling.Tests.Simd.UlpError;

namespace Kindling.Tests.Simd;

/// <summary>Errors in units in the last place (ulp), at every register width.</summary>
public class VectorMathTests
{
    readonly struct PortableLog : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Portable.Log<T, V>(x);
    }

    readonly struct PortableSin : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T>
        {
            VectorMath.Portable.SinCosOfTurns<T, V>(x, out V sin, out _);
            return sin;
        }
    }

    readonly struct PortableCos : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T>
        {
            VectorMath.Portable.SinCosOfTurns<T, V>(x, out _, out V cos);
            return cos;
        }
    }

    readonly struct Log : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Log<T, V>(x);
    }

    readonly struct Sin : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Sin<T, V>(x);
    }

    readonly struct Cos : IElementwise
    {
        public static V Apply<T, V>(V x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where V : struct, ILanes<V, T> => VectorMath.Cos<T, V>(x);
    }

    [Fact]
    public void Logarithm_is_within_an_ulp() => Check<Log>("log", Math.Log, 1, 1, v => v > 0);

    [Fact]
    public void Portable_logarithm_is_within_an_ulp() => Check<PortableLog>("log", Math.Log, 1, 1, v => v > 0);

    [Fact]
    public void Sine_is_within_three_ulp() => Check<Sin>("sin", Math.Sin, 3, 3);

    [Fact]
    public void Cosine_is_within_three_ulp() => Check<Cos>("cos", Math.Cos, 3, 3);

    [Fact]
    public void Sine_of_turns_is_the_sine_of_two_pi_times_the_turns()
    {
        double[] turns = [.. Enumerable.Range(0, 4097).Select(i => i / 4096.0)];
        double[] sin = Apply<double, Lanes512<double>, PortableSin>(turns);
        double[] cos = Apply<double, Lanes512<double>, PortableCos>(turns);
        for (int i = 0; i < turns.Length; i++)
        {
            // The reference rounds 2 pi t, hence an absolute bound: 2 pi u for the angle and 2 u for the functions.
            Assert.Equal(Math.Sin(2 * Math.PI * turns[i]), sin[i], 1.2e-15);
            Assert.Equal(Math.Cos(2 * Math.PI * turns[i]), cos[i], 1.2e-15);
            Assert.Equal(1, (sin[i] * sin[i]) + (cos[i] * cos[i]), 4e-16);
        }

        Assert.Equal([0, 1, 0, -1, 0], (double[])[sin[0], sin[1024], sin[2048], sin[3072], sin[4096]]);
        Assert.Equal([1, 0, -1, 0, 1], (double[])[cos[0], cos[1024], cos[2048], cos[3072], cos[4096]]);
    }

    [Fact]
    public void Portable_functions_give_known_bits()
    {
        // Computed by the same steps in Python. Other bits here would mean that every random network changes.
        double[] x = [0.1, 0.3, 0.7, 1e-300, 0.9999999999999999];
        Assert.Equal(
            "C0026BB1BBB55515 BFF34378FCBDA721 BFD6D3C324E13F50 C085963447F87FB5 BCA0000000000000",
            Hex<PortableLog>(x));
        Assert.Equal(
            "3FE2CF2304755A5E 3FEE6F0E13445500 BFEE6F0E134454FF 01D0D4CAB14B6BBF BCC921FB54442D18",
            Hex<PortableSin>(x));
    }

    static string Hex<F>(double[] x)
        where F : IElementwise =>
        string.Join(
            ' ', Apply<double, Lanes128<double>, F>(x).Select(y => $"{BitConverter.DoubleToUInt64Bits(y):X16}"));

    [Fact]
    public void Portable_functions_do_not_depend_on_the_width()
    {
        Same<PortableLog>();
        Same<PortableSin>();
        Same<PortableCos>();

        static void Same<F>()
            where F : IElementwise
        {
            double[] x = [.. Enumerable.Range(1, 9999).Select(i => i / 10000.0)];
            float[] single = [.. x.Select(v => (float)v)];
            Assert.Equal(Apply<double, Lanes128<double>, F>(x), Apply<double, Lanes256<double>, F>(x));
            Assert.Equal(Apply<double, Lanes128<double>, F>(x), Apply<double, Lanes512<double>, F>(x));
            Assert.Equal(Apply<float, Lanes128<float>, F>(single), Apply<float, Lanes256<float>, F>(single));
            Assert.Equal(Apply<float, Lanes128<float>, F>(single), Apply<float, Lanes512<float>, F>(single));
        }
    }

    [Fact]
    public void Result_does_not_depend_on_position_or_length()
    {
        double[] x = [.. Enumerable.Range(0, 260).Select(i => (i - 90) * 0.37)];
        double[] whole = Apply<double, Lanes512<double>, Sin>(x);
        for (int length = 0; length <= x.Length; length++)
        {
            Assert.Equal(whole[..length], Apply<double, Lanes512<double>, Sin>(x[..length]));
            Assert.Equal(whole[(260 - length)..], Apply<double, Lanes512<double>, Sin>(x[(260 - length)..]));
        }
    }

    [Fact]
    public void Special_values_of_the_logarithm()
    {
        Assert.Equal(double.NegativeInfinity, One<Log>(0));
        Assert.Equal(double.NegativeInfinity, One<Log>(-0.0));
        Assert.Equal(double.NaN, One<Log>(-1));
        Assert.Equal(double.NaN, One<Log>(double.NegativeInfinity));
        Assert.Equal(double.NaN, One<Log>(double.NaN));
        Assert.Equal(double.PositiveInfinity, One<Log>(double.PositiveInfinity));
        Assert.Equal(0, One<Log>(1));
        Assert.Equal(-744.44007192138122, One<Log>(double.Epsilon));
    }

    [Fact]
    public void Special_values_of_sine_and_cosine()
    {
        Assert.Equal(double.NaN, One<Sin>(double.PositiveInfinity));
        Assert.Equal(double.NaN, One<Cos>(double.NegativeInfinity));
        Assert.Equal(double.NaN, One<Sin>(double.NaN));
        Assert.True(double.IsNegative(One<Sin>(-0.0)));
        Assert.Equal(double.Epsilon, One<Sin>(double.Epsilon));
        Assert.Equal(1, One<Cos>(0));
    }
}
