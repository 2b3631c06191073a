using System.Numerics;
using System.Numerics.Tensors;

namespace Kindling.LinearAlgebra;

/// <summary>Single Householder reflections h = I - tau v vᵀ with v_0 = 1, as in LAPACK's larfg and larf.</summary>
internal static class Householder
{
    /// <summary>
    /// Replaces x by (beta, v_1, v_2, ...) with h x = beta e_0, and returns tau; 0 where x is already so.
    /// </summary>
    public static T Make<T>(Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> tail = x[1..];
        double tailNorm = Norm<T>(tail), alpha = double.CreateTruncating(x[0]);
        if (tailNorm == 0)
            return T.Zero;
        double beta = -Math.CopySign(double.Hypot(alpha, tailNorm), alpha);
        if (Math.Abs(beta) < (typeof(T) == typeof(float) ? 1.1754943508222875E-38 : 2.2250738585072014E-308))
        {
            // Numbers below the normal range have few digits; the column times a power of two has the same reflection.
            T lift = T.CreateTruncating(typeof(T) == typeof(float) ? Math.ScaleB(1, 100) : Math.ScaleB(1, 600));
            TensorPrimitives.Multiply(x, lift, x);
            T tau = Make(x);
            x[0] /= lift;
            return tau;
        }

        TensorPrimitives.Divide(tail, T.CreateTruncating(alpha - beta), tail);
        x[0] = T.CreateTruncating(beta);
        return T.CreateTruncating((beta - alpha) / beta);
    }

    /// <summary>
    /// x = h x, where <paramref name="reflection"/> is what <see cref="Make"/> left: its first element counts as 1.
    /// </summary>
    public static void Apply<T>(ReadOnlySpan<T> reflection, T tau, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tau == T.Zero)
            return;
        ReadOnlySpan<T> v = reflection[1..];
        Span<T> tail = x[1..];
        T scale = tau * (x[0] + TensorPrimitives.Dot(v, tail));
        x[0] -= scale;
        TensorPrimitives.MultiplyAdd(v, -scale, tail, tail);
    }

    /// <summary>The Euclidean norm, without overflow or underflow on the way.</summary>
    public static double Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            return 0;
        double square = typeof(T) == typeof(float)
            ? SquareSum(x, 1)
            : double.CreateTruncating(TensorPrimitives.SumOfSquares(x));
        if (square is > 1e-280 and < 1e280)
            return Math.Sqrt(square);
        double largest = Math.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitude(x)));
        return largest == 0 || !double.IsFinite(largest) ? largest : largest * Math.Sqrt(SquareSum(x, largest));
    }

    /// <summary>The Euclidean norm by a sum in the precision of the elements, where that is safe.</summary>
    public static double FastNorm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double square = double.CreateTruncating(TensorPrimitives.SumOfSquares(x));
        double safe = typeof(T) == typeof(float) ? 1e30 : 1e280;
        return square > 1 / safe && square < safe ? Math.Sqrt(square) : Norm(x);
    }

    static double SquareSum<T>(ReadOnlySpan<T> x, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double even = 0, odd = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double value = double.CreateTruncating(x[i]) / unit;
            if (i % 2 == 0)
                even += value * value;
            else
                odd += value * value;
        }

        return even + odd;
    }
}
