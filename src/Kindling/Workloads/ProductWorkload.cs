using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Workloads;

/// <summary>
/// Matrix products [rows, inner] times [inner, columns] in one of the forms of training, packing included.
/// </summary>
public sealed class ProductWorkload : Workload
{
    /// <summary>Rows of the result.</summary>
    public int Rows { get; init; } = 2048;

    /// <summary>The summed dimension.</summary>
    public int Inner { get; init; } = 256;

    /// <summary>Columns of the result.</summary>
    public int Columns { get; init; } = 256;

    /// <summary>The form.</summary>
    public ProductForm Form { get; init; }

    /// <inheritdoc/>
    public override string Name => $"product {Form switch
    {
        ProductForm.Forward => "X Wᵀ",
        ProductForm.Backward => "dY W",
        _ => "dYᵀ X",
    }}, {Rows} x {Inner} x {Columns}";

    /// <inheritdoc/>
    public override double OperationsPerStep => 2.0 * Rows * Inner * Columns;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Key, object Value)> Settings =>
    [
        ("kind", "product"),
        ("form", Form.ToString().ToLowerInvariant()),
        ("rows", Rows),
        ("inner", Inner),
        ("columns", Columns),
    ];

    /// <inheritdoc/>
    protected override Action<int> Prepare<T>()
    {
        bool transposeA = Form == ProductForm.WeightGradient, transposeB = Form == ProductForm.Forward;
        WorkSharing? sharing = Threads > 1 ? Own(new WorkSharing(Threads)) : null;
        RandomStream stream = RandomStream.Create(1, "benchmark");
        MatrixBlock<T> a = Block<T>(stream, Rows, Inner, transposeA), b = Block<T>(stream, Inner, Columns, transposeB);
        var c = new MatrixBlock<T>(new Matrix<T>(Rows, Columns));
        var product = new MatrixProduct<T>(sharing);
        return steps =>
        {
            for (int s = 0; s < steps; s++)
                product.Multiply(a, b, c, T.One);
        };
    }

    static MatrixBlock<T> Block<T>(RandomStream stream, int rows, int columns, bool transposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var matrix = transposed ? new Matrix<T>(columns, rows) : new Matrix<T>(rows, columns);
        for (int i = 0; i < matrix.Rows; i++)
            stream.FillUniform(matrix.Row(i), -1, 1);
        return new MatrixBlock<T>(matrix) { IsTransposed = transposed };
    }
}

/// <summary>The three products of training.</summary>
public enum ProductForm
{
    /// <summary>X Wᵀ.</summary>
    Forward,

    /// <summary>dY W.</summary>
    Backward,

    /// <summary>dYᵀ X.</summary>
    WeightGradient,
}
