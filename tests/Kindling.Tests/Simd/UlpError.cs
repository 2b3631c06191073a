using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Kindling.Simd;

namespace Kindling.Tests.Simd;

/// <summary>Measures errors of vector functions in units in the last place (ulp).</summary>
static class UlpError
{
    static readonly Dictionary<string, (double X, double Y, double Tail)[]> Exact = ReadExact();

    /// <summary>Value of one argument in double; asserts that float and all widths treat it alike.</summary>
    public static double One<F>(double x)
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
    public static void Check<F>(
        string name,
        Func<double, double> function,
        double doubleUlps,
        double floatUlps,
        Func<float, bool>? domain = null)
        where F : IElementwise
    {
        CheckDouble<Lanes128<double>, F>(name, doubleUlps);
        CheckDouble<Lanes256<double>, F>(name, doubleUlps);
        CheckDouble<Lanes512<double>, F>(name, doubleUlps);
        float[] x = [.. FloatPoints().Where(domain ?? (_ => true))];
        double[] exact = [.. x.Select(v => function(v))];
        CheckFloat<Lanes128<float>, F>(x, exact, floatUlps);
        CheckFloat<Lanes256<float>, F>(x, exact, floatUlps);
        CheckFloat<Lanes512<float>, F>(x, exact, floatUlps);
    }

    static void CheckDouble<V, F>(string name, double bound)
        where V : struct, ILanes<V, double>
        where F : IElementwise
    {
        (double X, double Y, double Tail)[] rows = Exact[name];
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

    public static T[] Apply<T, V, F>(T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
        where F : IElementwise
    {
        var y = new T[x.Length];
        Elementwise.Map<T, V, F>(x, y);
        return y;
    }

    /// <summary>Every 16411th bit pattern of float, and a dense net over [-20, 20].</summary>
    static IEnumerable<float> FloatPoints()
    {
        IEnumerable<float> patterns = Enumerable.Range(0, (int)(uint.MaxValue / 16411))
            .Select(i => BitConverter.UInt32BitsToSingle((uint)i * 16411u)).Where(float.IsFinite);
        IEnumerable<float> net = Enumerable.Range(-20_000, 40_001).Select(i => i * 1e-3f);
        return patterns.Concat(net);
    }

    static Dictionary<string, (double X, double Y, double Tail)[]> ReadExact()
    {
        return Golden.Read("vector_math").EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array)
            .ToDictionary(p => p.Name, p => p.Value.EnumerateArray()
                .Select(r => (Double(r[0]), Double(r[1]), r[2].GetDouble())).ToArray());
    }

    static double Double(JsonElement hex) =>
        BitConverter.UInt64BitsToDouble(ulong.Parse(hex.GetString()!, NumberStyles.HexNumber));
}
