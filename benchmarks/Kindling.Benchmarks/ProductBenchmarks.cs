using BenchmarkDotNet.Attributes;
using Kindling.LinearAlgebra;

namespace Kindling.Benchmarks;

/// <summary>Matrix products of training sizes, single precision, packing included; baseline: three loops.</summary>
public class ProductBenchmarks
{
    readonly MatrixProduct<float> _product = new();
    Matrix<float> _a = null!;
    Matrix<float> _b = null!;
    Matrix<float> _c = null!;

    /// <summary>Rows, inner dimension and columns.</summary>
    [Params("256x32x32", "32x100x100", "512x256x256")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        _a = Filled(sizes[0], sizes[1]);
        _b = Filled(sizes[1], sizes[2]);
        _c = new Matrix<float>(sizes[0], sizes[2]);
    }

    [Benchmark(Baseline = true)]
    public void PlainLoops()
    {
        for (int i = 0; i < _c.Rows; i++)
        {
            Span<float> row = _c.Row(i);
            row.Clear();
            for (int k = 0; k < _a.Columns; k++)
            {
                float x = _a.Row(i)[k];
                Span<float> b = _b.Row(k);
                for (int j = 0; j < row.Length; j++)
                    row[j] += x * b[j];
            }
        }
    }

    [Benchmark]
    public void Tiles() => _product.Multiply(new(_a), new(_b), new(_c), 1);

    static Matrix<float> Filled(int rows, int columns)
    {
        var random = new Random(1);
        var matrix = new Matrix<float>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            foreach (ref float x in matrix.Row(i))
                x = random.NextSingle();
        }

        return matrix;
    }
}
