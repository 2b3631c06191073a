using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Sampling;

namespace Kindling.Studies;

/// <summary>Points at which functions of a problem's inputs are drawn.</summary>
/// <param name="Inputs">[points, inputs], as a network takes them.</param>
/// <param name="Shown">[points, coordinates]: what stands on the axes of a picture.</param>
/// <param name="Coordinate">What the first axis is called.</param>
public sealed record DisplayPoints(Matrix<double> Inputs, Matrix<double> Shown, string Coordinate)
{
    const int OnLine = 201;
    const int OnSide = 41;
    const int MostPredictions = 2000;

    /// <summary>
    /// One input: a grid over the range of the training inputs. Two: a square grid, the first coordinate slowest. More:
    /// the line between the corners of their bounding box, from t = 0 to t = 1.
    /// </summary>
    public static DisplayPoints For(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Matrix<double> data = problem.TrainingInputs;
        (double[] low, double[] high) = problem.Domain is { } domain
            ? (domain.Lower.ToArray(), domain.Upper.ToArray())
            : Bounds(data);
        if (data.Columns == 2)
        {
            Matrix<double> grid = Fill(
                OnSide * OnSide, 2, (p, j) => Between(low[j], high[j], j == 0 ? p / OnSide : p % OnSide, OnSide));
            return new(grid, grid, NameOfFirst(problem));
        }

        Matrix<double> line = Fill(OnLine, data.Columns, (p, j) => Between(low[j], high[j], p, OnLine));
        return data.Columns == 1
            ? new(line, line, NameOfFirst(problem))
            : new(line, Fill(OnLine, 1, (p, _) => Between(0, 1, p, OnLine)), "t");
    }

    /// <summary>At most <paramref name="most"/> rows of a matrix, evenly spread over it.</summary>
    public static Matrix<double> Thin(Matrix<double> data, int most)
    {
        ArgumentNullException.ThrowIfNull(data);
        var thin = new Matrix<double>(Math.Min(data.Rows, most), data.Columns);
        data.GatherRows(EvenSpread.Of(data.Rows, most), thin);
        return thin;
    }

    /// <summary>
    /// At most 2,000 of the points on which errors are measured, evenly spread; the grid of a square domain stays a
    /// grid, and points of one input come in its order.
    /// </summary>
    internal static int[] PlacesOfPredictions(Problem problem)
    {
        DataSet data = problem.ErrorData;
        int side = (int)Math.Round(Math.Sqrt(data.Count));
        if (problem.Domain is { Dimensions: 2 } && side * side == data.Count)
        {
            int stride = (int)Math.Ceiling(side / Math.Sqrt(MostPredictions));
            return [.. Enumerable.Range(0, data.Count).Where(p => p / side % stride == 0 && p % side % stride == 0)];
        }

        int[] places = EvenSpread.Of(data.Count, MostPredictions);
        return problem.Inputs == 1 ? [.. places.OrderBy(i => data.Inputs[i, 0])] : places;
    }

    static string NameOfFirst(Problem problem) => problem.InputNames.Count > 0 ? problem.InputNames[0] : "x";

    static double Between(double low, double high, int place, int count) => low + ((high - low) * place / (count - 1));

    static Matrix<double> Fill(int rows, int columns, Func<int, int, double> value)
    {
        var matrix = new Matrix<double>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                matrix[i, j] = value(i, j);
        }

        return matrix;
    }

    static (double[] Low, double[] High) Bounds(Matrix<double> data)
    {
        double[] low = data.Row(0).ToArray(), high = data.Row(0).ToArray();
        for (int i = 1; i < data.Rows; i++)
        {
            for (int j = 0; j < low.Length; j++)
            {
                low[j] = Math.Min(low[j], data[i, j]);
                high[j] = Math.Max(high[j], data[i, j]);
            }
        }

        return (low, high);
    }
}
