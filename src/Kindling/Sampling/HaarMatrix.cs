using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Sampling;

/// <summary>Random matrices with orthonormal rows or columns, uniform (Haar) over all such matrices.</summary>
/// <remarks>
/// <para>
/// The sign-corrected QR factorization of a Gaussian matrix, without the factorization: its Householder vectors are
/// themselves Gaussian vectors of shrinking length, so that only the product of the reflections is to be formed
/// (Stewart, "The efficient generation of random orthogonal matrices", SIAM J. Numer. Anal. 17, 1980, 403-409; signs as
/// in Mezzadri 2007). Half the work of a factorization, all of it in matrix products.
/// </para>
/// <para>
/// Vector k comes from child k of the stream. The same bits whatever the number of threads, and on every
/// machine with fused multiply-add.
/// </para>
/// </remarks>
public static class HaarMatrix
{
    /// <summary>A new matrix [rows, columns]: orthonormal columns if tall, rows if wide, both if square.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or fewer than one thread.</exception>
    public static Matrix<T> Draw<T>(int rows, int columns, RandomStream stream, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var matrix = new Matrix<T>(rows, columns);
        Fill(matrix, stream, threads);
        return matrix;
    }

    /// <summary>Overwrites a matrix: orthonormal columns if tall, orthonormal rows if wide, both if square.</summary>
    /// <param name="destination">Any shape.</param>
    /// <param name="stream">Only split, so its position stays.</param>
    /// <param name="threads">How many threads share the products of a large matrix.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public static void Fill<T>(Matrix<T> destination, RandomStream stream, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        using WorkSharing? sharing = threads > 1 ? new WorkSharing(threads) : null;
        if (destination.Rows <= destination.Columns)
        {
            FillWide(destination, stream, sharing);
            return;
        }

        var wide = new Matrix<T>(destination.Columns, destination.Rows);
        FillWide(wide, stream, sharing);
        wide.TransposeInto(destination);
    }

    /// <summary>
    /// W = D [I 0] h_{n-1} ... h_0: row k starts as D e_k and meets only the reflections up to its own.
    /// </summary>
    static void FillWide<T>(Matrix<T> w, RandomStream stream, WorkSharing? sharing)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = w.Rows, columns = w.Columns;
        if (rows == 0)
            return;
        int size = rows > 768 ? 64 : 32;
        var block = new BlockReflector<T>(Math.Min(size, rows), columns, rows, new MatrixProduct<T>(sharing));
        for (int i = 0; i < rows; i++)
            w.Row(i).Clear();
        for (int first = (rows - 1) / size * size; first >= 0; first -= size)
        {
            int count = Math.Min(size, rows - first);
            block.Reset(count, columns - first);
            for (int i = 0; i < count; i++)
            {
                T sign = DrawReflection(block, i, stream.Split(first + i));
                w[first + i, first + i] = sign;
            }

            block.Prepare(transposed: true);
            block.ApplyRight(new MatrixBlock<T>(w, first, first, rows - first, columns - first));
        }
    }

    /// <summary>
    /// The reflection that takes a Gaussian vector x to -sign(x_0) |x| e_0: v = x + sign(x_0) |x| e_0. Returns the sign
    /// of what it leaves on the diagonal of R.
    /// </summary>
    static T DrawReflection<T>(BlockReflector<T> block, int index, RandomStream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> vector = block.Vector(index);
        vector[..index].Clear();
        Span<T> x = vector[index..];
        stream.FillNormal(x);
        double norm = Math.Sqrt(SquareSum.Of<T>(x)), head = double.CreateTruncating(x[0]);
        T sign = T.IsNegative(x[0]) ? T.One : T.NegativeOne;
        if (norm == 0)
        {
            block.Tau(index) = T.Zero;
            return T.One;
        }

        x[0] = T.CreateTruncating(head + Math.CopySign(norm, head));
        block.Tau(index) = T.CreateTruncating(1 / (norm * (norm + Math.Abs(head))));
        return sign;
    }
}
