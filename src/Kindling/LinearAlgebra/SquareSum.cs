using System.Numerics;

namespace Kindling.LinearAlgebra;

/// <summary>Sums of squares in double precision, in an order that depends on nothing but the length.</summary>
internal static class SquareSum
{
    /// <summary>The sum of the squares; infinite or NaN where an element is.</summary>
    public static double Of<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            double a = double.CreateTruncating(x[i]), b = double.CreateTruncating(x[i + 1]);
            double c = double.CreateTruncating(x[i + 2]), d = double.CreateTruncating(x[i + 3]);
            s0 += a * a;
            s1 += b * b;
            s2 += c * c;
            s3 += d * d;
        }

        for (; i < x.Length; i++)
            s0 += double.CreateTruncating(x[i]) * double.CreateTruncating(x[i]);
        return s0 + s1 + (s2 + s3);
    }
}
