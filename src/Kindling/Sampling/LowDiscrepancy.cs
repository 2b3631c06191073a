using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Sampling;

/// <summary>Points that fill the unit box more evenly than random ones: the sequence of Sobol'.</summary>
/// <remarks>
/// Direction numbers new-joe-kuo-6.21201 (Joe and Kuo, SIAM J. Sci. Comput. 30, 2008, 2635-2654), order of points by
/// the Gray code (Antonov and Saleev 1979). The first 2^k points have one in each dyadic interval of length 2^-k in
/// every coordinate; averages over them converge almost like 1/n. Shifted by the bits of a random stream, every point
/// is uniform and the balance stays; different streams give independent copies.
/// </remarks>
public static class LowDiscrepancy
{
    /// <summary>The most coordinates.</summary>
    public const int MaxDimensions = 21;

    const int Bits = 32;

    /// <summary>
    /// Degree, inner coefficients and first direction numbers of the primitive polynomials of coordinates 2, 3, ...
    /// </summary>
    static readonly (int Degree, uint Coefficients, uint[] Numbers)[] Polynomials =
    [
        (1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3]),
        (4, 4, [1, 3, 5, 13]), (5, 2, [1, 1, 5, 5, 17]), (5, 4, [1, 1, 5, 5, 5]), (5, 7, [1, 1, 7, 11, 19]),
        (5, 11, [1, 1, 5, 1, 1]), (5, 13, [1, 1, 1, 3, 11]), (5, 14, [1, 3, 5, 5, 31]),
        (6, 1, [1, 3, 3, 9, 7, 49]), (6, 13, [1, 1, 1, 15, 21, 21]), (6, 16, [1, 3, 1, 13, 27, 49]),
        (6, 19, [1, 1, 1, 15, 7, 5]), (6, 22, [1, 3, 1, 15, 13, 25]), (6, 25, [1, 1, 5, 5, 19, 61]),
        (7, 1, [1, 3, 7, 11, 23, 15, 103]), (7, 4, [1, 3, 7, 13, 13, 15, 69]),
    ];

    /// <summary>The first points of the sequence, in [0, 1).</summary>
    /// <param name="count">How many, 0 or more; powers of two are best.</param>
    /// <param name="dimensions">1 to <see cref="MaxDimensions"/>.</param>
    /// <param name="shift">
    /// Flips the same random bits in all points; null for the plain sequence, whose first point is the origin.
    /// </param>
    /// <returns>[count, dimensions].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static Matrix<T> Sobol<T>(int count, int dimensions, RandomStream? shift = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MaxDimensions);
        var points = new Matrix<T>(count, dimensions);
        Span<uint> directions = stackalloc uint[Bits];
        for (int j = 0; j < dimensions; j++)
        {
            Directions(j, directions);
            uint state = shift?.NextUInt32() ?? 0;
            for (int i = 0; i < count; i++)
            {
                if (i > 0)
                    state ^= directions[BitOperations.TrailingZeroCount(i)];
                points[i, j] = Unit<T>(state);
            }
        }

        return points;
    }

    /// <summary>state / 2^32, with as many leading bits as the element type holds: never rounded up to 1.</summary>
    static T Unit<T>(uint state)
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float)
        ? T.CreateTruncating((state >> 8) * (1.0 / 16777216))
        : T.CreateTruncating(state * (1.0 / 4294967296));

    /// <summary>The direction numbers of a coordinate, as binary fractions of 32 bits (Bratley and Fox 1988).</summary>
    static void Directions(int dimension, Span<uint> directions)
    {
        if (dimension == 0)
        {
            for (int i = 0; i < Bits; i++)
                directions[i] = 1u << (Bits - 1 - i);
            return;
        }

        (int degree, uint coefficients, uint[] numbers) = Polynomials[dimension - 1];
        for (int i = 0; i < Bits; i++)
        {
            if (i < degree)
            {
                directions[i] = numbers[i] << (Bits - 1 - i);
                continue;
            }

            uint v = directions[i - degree] ^ (directions[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
            {
                if (((coefficients >> (degree - 1 - k)) & 1) != 0)
                    v ^= directions[i - k];
            }

            directions[i] = v;
        }
    }
}
