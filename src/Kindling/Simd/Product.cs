using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindling.Simd;

/// <summary>What happens to a finished register of sums of a product.</summary>
internal interface IEpilogue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Takes the sums of columns [column, column + V.Count) of a row; past the end is padding.</summary>
    void Apply<V>(V sum, int row, int column)
        where V : struct, ILanes<V, T>;

    /// <summary>Asks for the cache lines that <see cref="Apply"/> will touch from this element on.</summary>
    void Expect(int row, int column);
}

/// <summary>The operands of C = A B: A [rows, inner] by strides, B [inner, columns] in panels.</summary>
/// <remarks>
/// Element (i, k) of A is at <c>A + i ARow + k AColumn</c>, so either orientation is read in place. Element (k, j) of
/// B is at <c>B + (j / w) BPanelStep + k BStride + j % w</c>, w = <see cref="Product.PanelWidth"/>: packed panels, or
/// a row-major matrix in place (BPanelStep = w). B must be readable up to a whole register past the last column.
/// </remarks>
internal readonly ref struct ProductOperands<T>(
    ref T a, nint aRow, nint aColumn, ref T b, nint bPanelStep, nint bStride, int rows, int inner, int columns)
{
    public readonly ref T A = ref a;
    public readonly nint ARow = aRow;
    public readonly nint AColumn = aColumn;
    public readonly ref T B = ref b;
    public readonly nint BPanelStep = bPanelStep;
    public readonly nint BStride = bStride;
    public readonly int Rows = rows;
    public readonly int Inner = inner;
    public readonly int Columns = columns;
}

/// <summary>Matrix products with an epilogue, on the register width of this machine.</summary>
internal static class Product
{
    /// <summary>Columns of a panel of B: two registers.</summary>
    public static int PanelWidth<T>() => 2 * (int)Dispatch.Level / 8 / Unsafe.SizeOf<T>();

    /// <summary>The number of elements of B [inner, columns] in packed panels.</summary>
    public static int PackedLength<T>(int inner, int columns)
    {
        int width = PanelWidth<T>();
        return checked((columns + width - 1) / width * width * inner);
    }

    /// <summary>Computes every element of A B and hands it to the epilogue once.</summary>
    /// <remarks>Columns beyond the last whole panel are done in registers as narrow as they are together.</remarks>
    public static void Run<T, TEpilogue>(in ProductOperands<T> operands, scoped ref TEpilogue epilogue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>, allows ref struct
    {
        int columns = operands.Columns, rest = columns % PanelWidth<T>();
        SimdLevel narrow = Dispatch.For(rest * Unsafe.SizeOf<T>());
        int wide = narrow < Dispatch.Level ? columns - rest : columns;
        RunColumns(Dispatch.Level, in operands, 0, wide, ref epilogue);
        RunColumns(narrow, in operands, wide, columns, ref epilogue);
    }

    /// <summary>Columns [first, end).</summary>
    static void RunColumns<T, TEpilogue>(
        SimdLevel level, in ProductOperands<T> operands, int first, int end, scoped ref TEpilogue epilogue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>, allows ref struct
    {
        if (first == end)
            return;
        switch (level)
        {
            case SimdLevel.Avx512:
                ProductTiles<T, Lanes512<T>, TEpilogue>.Run(in operands, first, end, ref epilogue);
                break;
            case SimdLevel.Avx2:
                ProductTiles<T, Lanes256<T>, TEpilogue>.Run(in operands, first, end, ref epilogue);
                break;
            default:
                ProductTiles<T, Lanes128<T>, TEpilogue>.Run(in operands, first, end, ref epilogue);
                break;
        }
    }
}
