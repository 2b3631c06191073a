using Kindling.Simd;

namespace Kindling.Sampling;

/// <summary>
/// Exponential and logarithm with the same bits on every machine, which the system's own do not promise.
/// </summary>
/// <remarks>
/// Formulas and coefficients: fdlibm (Sun Microsystems 1993); errors below one unit in the last place.
/// </remarks>
internal static class PortableMath
{
    const double LogTwoHigh = 6.93147180369123816490e-01;
    const double LogTwoLow = 1.90821492927058770002e-10;

    /// <summary>e^x.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 746)
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;
        double k = Math.Round(x * 1.44269504088896338700);
        double high = x - (k * LogTwoHigh), low = k * LogTwoLow;
        double r = high - low, t = r * r;
        double p = 4.13813679705723846039e-08;
        p = (p * t) - 1.65339022054652515390e-06;
        p = (p * t) + 6.61375632143793436117e-05;
        p = (p * t) - 2.77777777770155933842e-03;
        p = (p * t) + 1.66666666666666019037e-01;
        double c = r - (t * p);
        return Math.ScaleB(1 - (low - (r * c / (2 - c)) - high), (int)k);
    }

    /// <summary>ln x for a positive normal x.</summary>
    public static double Log(double x)
    {
        Span<double> register = stackalloc double[2];
        Lanes128<double> log = VectorMath.Portable.LogOfNormal<double, Lanes128<double>>(Lanes128<double>.Broadcast(x));
        Lanes128<double>.Store(log, ref register[0], 0);
        return register[0];
    }
}
