using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Measures how many multiply-adds this machine does when nothing but registers is touched.</summary>
internal static class MultiplyAddPeak
{
    const int Accumulators = 12;
    const int Rounds = 200_000;

    /// <summary>The best of several short measurements, in floating-point operations per second.</summary>
    /// <param name="threads">How many cores work at once.</param>
    /// <param name="repeats">How many measurements; the best one counts.</param>
    public static double Measure<T>(int threads, int repeats = 20)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var sharing = new WorkSharing(threads);
        double[] sink = new double[threads];
        double best = double.PositiveInfinity;
        for (int r = 0; r < repeats; r++)
        {
            long start = Stopwatch.GetTimestamp();
            sharing.Run(threads, i => sink[i] = Spin<T>());
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        double lanes = (int)Dispatch.Level / 8.0 / Unsafe.SizeOf<T>();
        return 2 * lanes * Accumulators * Rounds * threads / best;
    }

    static double Spin<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateTruncating(Dispatch.Level switch
        {
            SimdLevel.Avx512 => Spin<T, Lanes512<T>>(),
            SimdLevel.Avx2 => Spin<T, Lanes256<T>>(),
            _ => Spin<T, Lanes128<T>>(),
        });

    /// <summary>Twelve independent chains hide the latency of a multiply-add on every current core.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static T Spin<T, V>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        V x = V.Constant(0.999), y = V.Constant(0.001);
        V a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < Rounds; round++)
        {
            a = V.MulAdd(a, x, y);
            b = V.MulAdd(b, x, y);
            c = V.MulAdd(c, x, y);
            d = V.MulAdd(d, x, y);
            e = V.MulAdd(e, x, y);
            f = V.MulAdd(f, x, y);
            g = V.MulAdd(g, x, y);
            h = V.MulAdd(h, x, y);
            i = V.MulAdd(i, x, y);
            j = V.MulAdd(j, x, y);
            k = V.MulAdd(k, x, y);
            l = V.MulAdd(l, x, y);
        }

        return V.Sum(a + b + c + (d + e + f) + (g + h + i) + (j + k + l));
    }
}
