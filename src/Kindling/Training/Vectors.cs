using System.Numerics;
using System.Numerics.Tensors;

namespace Kindling.Training;

/// <summary>Reductions over vectors; sums over long ones are in double between short runs.</summary>
internal static class Vectors
{
    const int RunLength = 4096;

    /// <summary>The inner product.</summary>
    public static double Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i += RunLength)
        {
            int length = Math.Min(RunLength, a.Length - i);
            sum += double.CreateTruncating(TensorPrimitives.Dot(a.Slice(i, length), b.Slice(i, length)));
        }

        return sum;
    }

    /// <summary>The place of the largest element, the first of several equal ones; the elements are numbers.</summary>
    public static int ArgMax<T>(ReadOnlySpan<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int best = 0;
        for (int i = 1; i < a.Length; i++)
        {
            if (a[i] > a[best])
                best = i;
        }

        return best;
    }

    /// <summary>The largest magnitude; 0 of an empty vector.</summary>
    public static double Largest<T>(ReadOnlySpan<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        a.IsEmpty ? 0 : double.CreateTruncating(T.Abs(TensorPrimitives.MaxMagnitude(a)));
}
