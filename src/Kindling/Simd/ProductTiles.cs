using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>Register-tiled matrix product: the inner loops of every product in the library.</summary>
/// <remarks>
/// A tile holds 8, 4 or 1 rows by one or two registers of columns in accumulators and walks the inner dimension once:
/// one broadcast of A a row, one load of B a register column, one multiply-add an accumulator. 8x2 needs 19 registers
/// and 10 loads for 16 multiply-adds, so the multiply-add units are the limit. The sum over the inner dimension is
/// in order, one accumulator an element: an element's bits do not depend on the tile it falls into. Nothing is
/// blocked over the inner dimension, so the epilogue sees finished sums; a panel of B (inner x two registers) stays in
/// the second-level cache up to an inner dimension of several thousand. What the epilogue reads or writes is often
/// further away: it is asked for before the sums begin.
/// </remarks>
internal static class ProductTiles<T, V, TEpilogue>
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TEpilogue : struct, IEpilogue<T>, allows ref struct
{
    /// <summary>Sums of fewer terms are of small networks, whose activations stay in the second-level cache.</summary>
    const int LongSum = 128;

    /// <summary>All rows times columns [first, end) of B; see <see cref="Product.Run"/> for the operands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ProductOperands<T> p, int first, int end, scoped ref TEpilogue epilogue)
    {
        int width = Product.PanelWidth<T>();
        nint step = p.ARow;
        bool prefetches = p.Inner >= LongSum;
        for (int column = first; column < end; column += 2 * V.Count)
        {
            ref T b = ref Unsafe.Add(ref p.B, (column / width * p.BPanelStep) + (column % width));
            bool two = end - column > V.Count;
            int row = 0;
            for (; row + 8 <= p.Rows; row += 8)
            {
                ref T a = ref Unsafe.Add(ref p.A, row * step);
                if (prefetches)
                    Expect8(row, column, two, ref epilogue);
                if (two)
                    Tile8x2(ref a, p.ARow, p.AColumn, ref b, p.BStride, p.Inner, row, column, ref epilogue);
                else
                    Tile8x1(ref a, p.ARow, p.AColumn, ref b, p.BStride, p.Inner, row, column, ref epilogue);
            }

            for (; row + 4 <= p.Rows; row += 4)
            {
                ref T a = ref Unsafe.Add(ref p.A, row * step);
                if (two)
                    Tile4x2(ref a, p.ARow, p.AColumn, ref b, p.BStride, p.Inner, row, column, ref epilogue);
                else
                    Tile4x1(ref a, p.ARow, p.AColumn, ref b, p.BStride, p.Inner, row, column, ref epilogue);
            }

            for (; row < p.Rows; row++)
            {
                ref T a = ref Unsafe.Add(ref p.A, row * step);
                if (two)
                    Tile1x2(ref a, p.ARow, p.AColumn, ref b, p.BStride, p.Inner, row, column, ref epilogue);
                else
                    Tile1x1(ref a, p.ARow, p.AColumn, ref b, p.BStride, p.Inner, row, column, ref epilogue);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Expect8(int row, int column, bool two, scoped ref TEpilogue epilogue)
    {
        for (int r = row; r < row + 8; r++)
        {
            epilogue.Expect(r, column);
            if (two)
                epilogue.Expect(r, column + V.Count);
        }
    }

    /// <summary>8 rows times 2 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile8x2(
        ref T a, nint aRow, nint aColumn, ref T b, nint bStride, int inner,
        int row, int column, scoped ref TEpilogue epilogue)
    {
        V c00 = V.Zero, c01 = V.Zero;
        V c10 = V.Zero, c11 = V.Zero;
        V c20 = V.Zero, c21 = V.Zero;
        V c30 = V.Zero, c31 = V.Zero;
        V c40 = V.Zero, c41 = V.Zero;
        V c50 = V.Zero, c51 = V.Zero;
        V c60 = V.Zero, c61 = V.Zero;
        V c70 = V.Zero, c71 = V.Zero;
        ref T a4 = ref Unsafe.Add(ref a, 4 * aRow);
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (int k = 0; k < inner; k++)
        {
            V b0 = V.Load(in b, 0), b1 = V.Load(in b, (nuint)V.Count);
            V x = V.Broadcast(a);
            c00 = V.MulAdd(x, b0, c00);
            c01 = V.MulAdd(x, b1, c01);
            x = V.Broadcast(Unsafe.Add(ref a, aRow));
            c10 = V.MulAdd(x, b0, c10);
            c11 = V.MulAdd(x, b1, c11);
            x = V.Broadcast(Unsafe.Add(ref a, aRow2));
            c20 = V.MulAdd(x, b0, c20);
            c21 = V.MulAdd(x, b1, c21);
            x = V.Broadcast(Unsafe.Add(ref a, aRow3));
            c30 = V.MulAdd(x, b0, c30);
            c31 = V.MulAdd(x, b1, c31);
            x = V.Broadcast(a4);
            c40 = V.MulAdd(x, b0, c40);
            c41 = V.MulAdd(x, b1, c41);
            x = V.Broadcast(Unsafe.Add(ref a4, aRow));
            c50 = V.MulAdd(x, b0, c50);
            c51 = V.MulAdd(x, b1, c51);
            x = V.Broadcast(Unsafe.Add(ref a4, aRow2));
            c60 = V.MulAdd(x, b0, c60);
            c61 = V.MulAdd(x, b1, c61);
            x = V.Broadcast(Unsafe.Add(ref a4, aRow3));
            c70 = V.MulAdd(x, b0, c70);
            c71 = V.MulAdd(x, b1, c71);
            a = ref Unsafe.Add(ref a, aColumn);
            a4 = ref Unsafe.Add(ref a4, aColumn);
            b = ref Unsafe.Add(ref b, bStride);
        }

        epilogue.Apply(c00, row, column);
        epilogue.Apply(c01, row, column + V.Count);
        epilogue.Apply(c10, row + 1, column);
        epilogue.Apply(c11, row + 1, column + V.Count);
        epilogue.Apply(c20, row + 2, column);
        epilogue.Apply(c21, row + 2, column + V.Count);
        epilogue.Apply(c30, row + 3, column);
        epilogue.Apply(c31, row + 3, column + V.Count);
        epilogue.Apply(c40, row + 4, column);
        epilogue.Apply(c41, row + 4, column + V.Count);
        epilogue.Apply(c50, row + 5, column);
        epilogue.Apply(c51, row + 5, column + V.Count);
        epilogue.Apply(c60, row + 6, column);
        epilogue.Apply(c61, row + 6, column + V.Count);
        epilogue.Apply(c70, row + 7, column);
        epilogue.Apply(c71, row + 7, column + V.Count);
    }

    /// <summary>8 rows times 1 register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile8x1(
        ref T a, nint aRow, nint aColumn, ref T b, nint bStride, int inner,
        int row, int column, scoped ref TEpilogue epilogue)
    {
        V c00 = V.Zero;
        V c10 = V.Zero;
        V c20 = V.Zero;
        V c30 = V.Zero;
        V c40 = V.Zero;
        V c50 = V.Zero;
        V c60 = V.Zero;
        V c70 = V.Zero;
        ref T a4 = ref Unsafe.Add(ref a, 4 * aRow);
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (int k = 0; k < inner; k++)
        {
            V b0 = V.Load(in b, 0);
            V x = V.Broadcast(a);
            c00 = V.MulAdd(x, b0, c00);
            x = V.Broadcast(Unsafe.Add(ref a, aRow));
            c10 = V.MulAdd(x, b0, c10);
            x = V.Broadcast(Unsafe.Add(ref a, aRow2));
            c20 = V.MulAdd(x, b0, c20);
            x = V.Broadcast(Unsafe.Add(ref a, aRow3));
            c30 = V.MulAdd(x, b0, c30);
            x = V.Broadcast(a4);
            c40 = V.MulAdd(x, b0, c40);
            x = V.Broadcast(Unsafe.Add(ref a4, aRow));
            c50 = V.MulAdd(x, b0, c50);
            x = V.Broadcast(Unsafe.Add(ref a4, aRow2));
            c60 = V.MulAdd(x, b0, c60);
            x = V.Broadcast(Unsafe.Add(ref a4, aRow3));
            c70 = V.MulAdd(x, b0, c70);
            a = ref Unsafe.Add(ref a, aColumn);
            a4 = ref Unsafe.Add(ref a4, aColumn);
            b = ref Unsafe.Add(ref b, bStride);
        }

        epilogue.Apply(c00, row, column);
        epilogue.Apply(c10, row + 1, column);
        epilogue.Apply(c20, row + 2, column);
        epilogue.Apply(c30, row + 3, column);
        epilogue.Apply(c40, row + 4, column);
        epilogue.Apply(c50, row + 5, column);
        epilogue.Apply(c60, row + 6, column);
        epilogue.Apply(c70, row + 7, column);
    }

    /// <summary>4 rows times 2 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile4x2(
        ref T a, nint aRow, nint aColumn, ref T b, nint bStride, int inner,
        int row, int column, scoped ref TEpilogue epilogue)
    {
        V c00 = V.Zero, c01 = V.Zero;
        V c10 = V.Zero, c11 = V.Zero;
        V c20 = V.Zero, c21 = V.Zero;
        V c30 = V.Zero, c31 = V.Zero;
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (int k = 0; k < inner; k++)
        {
            V b0 = V.Load(in b, 0), b1 = V.Load(in b, (nuint)V.Count);
            V x = V.Broadcast(a);
            c00 = V.MulAdd(x, b0, c00);
            c01 = V.MulAdd(x, b1, c01);
            x = V.Broadcast(Unsafe.Add(ref a, aRow));
            c10 = V.MulAdd(x, b0, c10);
            c11 = V.MulAdd(x, b1, c11);
            x = V.Broadcast(Unsafe.Add(ref a, aRow2));
            c20 = V.MulAdd(x, b0, c20);
            c21 = V.MulAdd(x, b1, c21);
            x = V.Broadcast(Unsafe.Add(ref a, aRow3));
            c30 = V.MulAdd(x, b0, c30);
            c31 = V.MulAdd(x, b1, c31);
            a = ref Unsafe.Add(ref a, aColumn);
            b = ref Unsafe.Add(ref b, bStride);
        }

        epilogue.Apply(c00, row, column);
        epilogue.Apply(c01, row, column + V.Count);
        epilogue.Apply(c10, row + 1, column);
        epilogue.Apply(c11, row + 1, column + V.Count);
        epilogue.Apply(c20, row + 2, column);
        epilogue.Apply(c21, row + 2, column + V.Count);
        epilogue.Apply(c30, row + 3, column);
        epilogue.Apply(c31, row + 3, column + V.Count);
    }

    /// <summary>4 rows times 1 register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile4x1(
        ref T a, nint aRow, nint aColumn, ref T b, nint bStride, int inner,
        int row, int column, scoped ref TEpilogue epilogue)
    {
        V c00 = V.Zero;
        V c10 = V.Zero;
        V c20 = V.Zero;
        V c30 = V.Zero;
        nint aRow2 = 2 * aRow, aRow3 = 3 * aRow;
        for (int k = 0; k < inner; k++)
        {
            V b0 = V.Load(in b, 0);
            V x = V.Broadcast(a);
            c00 = V.MulAdd(x, b0, c00);
            x = V.Broadcast(Unsafe.Add(ref a, aRow));
            c10 = V.MulAdd(x, b0, c10);
            x = V.Broadcast(Unsafe.Add(ref a, aRow2));
            c20 = V.MulAdd(x, b0, c20);
            x = V.Broadcast(Unsafe.Add(ref a, aRow3));
            c30 = V.MulAdd(x, b0, c30);
            a = ref Unsafe.Add(ref a, aColumn);
            b = ref Unsafe.Add(ref b, bStride);
        }

        epilogue.Apply(c00, row, column);
        epilogue.Apply(c10, row + 1, column);
        epilogue.Apply(c20, row + 2, column);
        epilogue.Apply(c30, row + 3, column);
    }

    /// <summary>1 rows times 2 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile1x2(
        ref T a, nint aRow, nint aColumn, ref T b, nint bStride, int inner,
        int row, int column, scoped ref TEpilogue epilogue)
    {
        V c00 = V.Zero, c01 = V.Zero;
        for (int k = 0; k < inner; k++)
        {
            V b0 = V.Load(in b, 0), b1 = V.Load(in b, (nuint)V.Count);
            V x = V.Broadcast(a);
            c00 = V.MulAdd(x, b0, c00);
            c01 = V.MulAdd(x, b1, c01);
            a = ref Unsafe.Add(ref a, aColumn);
            b = ref Unsafe.Add(ref b, bStride);
        }

        epilogue.Apply(c00, row, column);
        epilogue.Apply(c01, row, column + V.Count);
    }

    /// <summary>1 rows times 1 register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile1x1(
        ref T a, nint aRow, nint aColumn, ref T b, nint bStride, int inner,
        int row, int column, scoped ref TEpilogue epilogue)
    {
        V c00 = V.Zero;
        for (int k = 0; k < inner; k++)
        {
            V b0 = V.Load(in b, 0);
            V x = V.Broadcast(a);
            c00 = V.MulAdd(x, b0, c00);
            a = ref Unsafe.Add(ref a, aColumn);
            b = ref Unsafe.Add(ref b, bStride);
        }

        epilogue.Apply(c00, row, column);
    }
}
