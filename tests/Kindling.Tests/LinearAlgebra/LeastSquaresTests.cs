using System.Text.Json;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.LinearAlgebra;

public class LeastSquaresTests
{
    [Theory]
    [InlineData("min_norm_6x4_rank2")]
    [InlineData("min_norm_3x5_rank3")]
    [InlineData("min_norm_5x3_rank3")]
    public void Solutions_ranks_and_residuals_are_the_golden_ones(string id)
    {
        JsonElement golden = Case(id), inputs = golden.GetProperty("inputs"), expected = golden.GetProperty("expected");
        Matrix<double> a = Read(inputs.GetProperty("A")), b = Column(inputs.GetProperty("b"));
        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(a, b);
        Assert.Equal(expected.GetProperty("rank").GetInt32(), solution.Rank);
        Assert.Equal(
            solution.Rank < Math.Min(a.Rows, a.Columns) ? SolveStatus.RankDeficient : SolveStatus.Solved,
            solution.Status);
        CheckVector(expected.GetProperty("x"), solution.X);
        Assert.Equal(expected.GetProperty("residual_norm").GetDouble(), solution.ResidualNorms[0], 1e-9);
        Assert.Equal(expected.GetProperty("x_norm").GetDouble(), Matrices.Frobenius(solution.X), 1e-9);
        double[] singular = [.. expected.GetProperty("singular_values").EnumerateArray().Select(v => v.GetDouble())];
        double[] found = Spectral.SingularValues(a);
        for (int i = 0; i < singular.Length; i++)
            Assert.Equal(singular[i], found[i], 1e-9 * singular[0]);
        Assert.InRange(solution.ConditionEstimate, singular[0] / singular[^1] / 3, singular[0] / singular[^1] * 1.0001);
    }

    [Theory]
    [InlineData("multi_term_sum")]
    [InlineData("multi_term_mean")]
    public void Stacked_weighted_terms_give_the_golden_minimum(string id)
    {
        JsonElement golden = Case(id), inputs = golden.GetProperty("inputs");
        bool mean = inputs.GetProperty("weights").GetString() != "epsilon_k";
        var rows = new List<double[]>();
        var right = new List<double[]>();
        foreach (JsonElement term in inputs.GetProperty("terms").EnumerateArray())
        {
            Matrix<double> a = Read(term.GetProperty("A")), b = Column(term.GetProperty("b"));
            double weight = Math.Sqrt(term.GetProperty("epsilon").GetDouble() / (mean ? a.Rows : 1));
            for (int i = 0; i < a.Rows; i++)
            {
                rows.Add([.. a.Row(i).ToArray().Select(v => v * weight)]);
                right.Add([b[i, 0] * weight]);
            }
        }

        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(
            Matrix<double>.FromRows([.. rows]), Matrix<double>.FromRows([.. right]));
        JsonElement expected = golden.GetProperty("expected");
        CheckVector(expected.GetProperty("x"), solution.X);
        double total = expected.GetProperty("total").GetDouble();
        Assert.Equal(total, solution.ResidualNorms[0] * solution.ResidualNorms[0], total * 1e-9);
    }

    [Theory]
    [InlineData(60, 20, 20)]
    [InlineData(60, 20, 9)]
    [InlineData(20, 60, 20)]
    [InlineData(20, 60, 7)]
    [InlineData(40, 40, 13)]
    public void The_solution_satisfies_the_conditions_of_moore_and_penrose(int rows, int columns, int rank)
    {
        Matrix<double> a = Matrices.OfRank<double>(rows, columns, rank, 1), b = Matrices.Normal<double>(rows, 3, 3);
        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(a, b, 1e-10);
        Assert.Equal(rank, solution.Rank);

        // The residual is orthogonal to the columns ...
        Matrix<double> residual = Matrices.Multiply(a, solution.X);
        for (int k = 0; k < 3; k++)
        {
            double square = 0;
            for (int i = 0; i < rows; i++)
            {
                residual[i, k] = b[i, k] - residual[i, k];
                square += residual[i, k] * residual[i, k];
            }

            Assert.Equal(Math.Sqrt(square), solution.ResidualNorms[k], 1e-10);
        }

        Matrix<double> zero = Matrices.Multiply(a.Transposed(), residual);
        Assert.InRange(Matrices.Frobenius(zero), 0, 1e-10 * Matrices.Frobenius(a) * Matrices.Frobenius(b));

        // ... and the solution is orthogonal to the null space: solving Aᵀ y = x leaves no residual.
        LeastSquaresSolution<double> back = LeastSquares<double>.Solve(a.Transposed(), solution.X, 1e-10);
        Assert.All(back.ResidualNorms, r => Assert.InRange(r, 0, 1e-10));
    }

    [Fact]
    public void Single_precision_solves_to_single_precision()
    {
        Matrix<double> a = Matrices.Normal<double>(100, 10, 4), b = Matrices.Normal<double>(100, 1, 5);
        Matrix<double> x = LeastSquares<double>.Solve(a, b).X;
        Matrix<float> single = LeastSquares<float>.Solve(a.To<float>(), b.To<float>()).X;

        // Condition number below 3: a few hundred units.
        Assert.InRange(Matrices.Distance(single, x), 0, 1e-5);
    }

    [Fact]
    public void A_zero_matrix_has_rank_zero_and_the_zero_solution()
    {
        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(new(5, 3), Matrices.Normal<double>(5, 1, 6));
        Assert.Equal((0, SolveStatus.RankDeficient), (solution.Rank, solution.Status));
        Assert.Equal(0, Matrices.Frobenius(solution.X));
    }

    [Fact]
    public void Nan_ends_with_a_status_and_leaves_no_nan_in_the_solution()
    {
        Matrix<double> a = Matrices.Normal<double>(6, 3, 7), b = Matrices.Normal<double>(6, 1, 8);
        b[2, 0] = double.NaN;
        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(a, b);
        Assert.Equal(SolveStatus.NonFinite, solution.Status);
        Assert.Equal(0, Matrices.Frobenius(solution.X));
        a[1, 1] = double.PositiveInfinity;
        Assert.Equal(SolveStatus.NonFinite, LeastSquares<double>.Solve(a, new(6, 1)).Status);
    }

    static JsonElement Case(string id) =>
        JsonDocument.Parse(File.ReadAllText("golden/e2_least_squares.json")).RootElement.GetProperty("cases")
            .EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);

    static Matrix<double> Read(JsonElement rows) =>
        Matrix<double>.FromRows([.. rows.EnumerateArray().Select(
            row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())]);

    static Matrix<double> Column(JsonElement values) =>
        Matrix<double>.FromRows([.. values.EnumerateArray().Select(v => new[] { v.GetDouble() })]);

    static void CheckVector(JsonElement expected, Matrix<double> x)
    {
        double[] values = [.. expected.EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(values.Length, x.Rows);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(values[i], x[i, 0], 1e-11 + (1e-9 * Math.Abs(values[i])));
    }
}
