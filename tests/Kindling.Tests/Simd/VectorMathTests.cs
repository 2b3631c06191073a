using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Kindling.Simd;

namespace Kindling.Tests.Simd;

/// <summary>Errors in units in the last place (ulp), at every register width.</summary>
public class VectorMathTests
{
    static readonly Dictionary<string, (double X, double Y, double Tail)[]> Golden = ReadGolden();

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
    public void Logarithm_is_within_an_ulp() => Check<Log>("log", Math.Log, 1, 1, FloatRange.Positive);

    [Fact]
    public void Portable_logarithm_is_within_an_ulp() => Check<PortableLog>("log", Math.Log, 1, 1, FloatRange.Positive);

    [Fact]
    public void Sine_is_within_three_ulp() => Check<Sin>("sin", Math.Sin, 3, 3, FloatRange.All);

    [Fact]
    public void Cosine_is_within_three_ulp() => Check<Cos>("cos", Math.Cos, 3, 3, FloatRange.All);

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
        string.Join(' ', Apply<double, Lanes128<double>, F>(x).Select(y => $"{BitConverter.DoubleToUInt64Bits(y):X16}"));

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

    internal enum FloatRange
    {
        All,
        Positive,
    }

    /// <summary>Value of one argument in double; asserts that float and all widths treat it alike.</summary>
    static double One<F>(double x)
        where F : IElementwise
    {
        double y = Apply<double, Lanes128<double>, F>([x])[0];
        Assert.Equal(Bits(y), Bits(Apply<double, Lanes256<double>, F>([x])[0]));
        Assert.Equal(Bits(y), Bits(Apply<double, Lanes512<double>, F>([x])[0]));
        if (x is not double.Epsilon)
        {
            float single = Apply<float, Lanes256<float>, F>([(float)x])[0];
            Assert.Equal((float)y, single);
            Assert.Equal(double.IsNegative(y), float.IsNegative(single));
        }

        return y;
    }

    static ulong Bits(double y) => double.IsNaN(y) ? 0x7FF8000000000000 : BitConverter.DoubleToUInt64Bits(y);

    /// <summary>
    /// Largest error in double against golden values and in float against the double library function, at every width.
    /// </summary>
    static void Check<F>(string name, Func<double, double> function, double doubleUlps, double floatUlps, FloatRange range)
        where F : IElementwise
    {
        CheckDouble<Lanes128<double>, F>(name, doubleUlps);
        CheckDouble<Lanes256<double>, F>(name, doubleUlps);
        CheckDouble<Lanes512<double>, F>(name, doubleUlps);
        float[] x = FloatPoints(range);
        double[] exact = [.. x.Select(v => function(v))];
        CheckFloat<Lanes128<float>, F>(x, exact, floatUlps);
        CheckFloat<Lanes256<float>, F>(x, exact, floatUlps);
        CheckFloat<Lanes512<float>, F>(x, exact, floatUlps);
    }

    static void CheckDouble<V, F>(string name, double bound)
        where V : struct, ILanes<V, double>
        where F : IElementwise
    {
        (double X, double Y, double Tail)[] rows = Golden[name];
        double[] got = Apply<double, V, F>([.. rows.Select(r => r.X)]);
        (double Error, double X) worst = default;
        for (int i = 0; i < got.Length; i++)
        {
            double error = Math.Abs(Ulps(got[i], rows[i].Y) - rows[i].Tail);
            if (!(error <= worst.Error))
                worst = (error, rows[i].X);
        }

        Assert.True(worst.Error <= bound, $"{name}, double: {worst.Error} ulp at {worst.X:R}");
    }

    static void CheckFloat<V, F>(float[] x, double[] exact, double bound)
        where V : struct, ILanes<V, float>
        where F : IElementwise
    {
        float[] got = Apply<float, V, F>(x);
        (double Error, float X) worst = default;
        for (int i = 0; i < got.Length; i++)
        {
            float nearest = (float)exact[i];
            if (!float.IsFinite(nearest))
            {
                Assert.Equal(nearest, got[i]);
                continue;
            }

            double error = Math.Abs(got[i] - exact[i]) / (MathF.BitIncrement(MathF.Abs(nearest)) - MathF.Abs(nearest));
            if (!(error <= worst.Error))
                worst = (error, x[i]);
        }

        Assert.True(worst.Error <= bound, $"{typeof(F).Name}, float: {worst.Error} ulp at {worst.X:R}");
    }

    /// <summary>(got - y) in units in the last place of y.</summary>
    static double Ulps(double got, double y) => (got - y) / (Math.BitIncrement(Math.Abs(y)) - Math.Abs(y));

    static T[] Apply<T, V, F>(T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : IElementwise
    {
        var y = new T[x.Length];
        Elementwise.Map<T, V, F>(x, y);
        return y;
    }

    /// <summary>Every 4099th bit pattern of float, and a dense net over [-20, 20].</summary>
    static float[] FloatPoints(FloatRange range)
    {
        IEnumerable<float> patterns = Enumerable.Range(0, (int)(uint.MaxValue / 4099))
            .Select(i => BitConverter.UInt32BitsToSingle((uint)i * 4099u)).Where(float.IsFinite);
        IEnumerable<float> net = Enumerable.Range(-100_000, 200_001).Select(i => i * 2e-4f);
        IEnumerable<float> all = patterns.Concat(net);
        return [.. range == FloatRange.All ? all : all.Where(v => v > 0)];
    }

    static Dictionary<string, (double X, double Y, double Tail)[]> ReadGolden()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "golden", "vector_math.json")));
        return document.RootElement.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array)
            .ToDictionary(p => p.Name, p => p.Value.EnumerateArray()
                .Select(r => (Double(r[0]), Double(r[1]), r[2].GetDouble())).ToArray());
    }

    static double Double(JsonElement hex) =>
        BitConverter.UInt64BitsToDouble(ulong.Parse(hex.GetString()!, NumberStyles.HexNumber));
}
