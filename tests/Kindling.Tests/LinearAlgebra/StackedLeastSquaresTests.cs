using System.Numerics;
using System.Text.Json;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.LinearAlgebra;

/// <summary>The accumulating solver: long systems, threads, thresholds, ridge.</summary>
public class StackedLeastSquaresTests
{
    public static TheoryData<string> GoldenCases =>
    [
        "badly_scaled_columns", "vandermonde", "repeated_and_zero_columns", "fewer_rows_than_unknowns",
        "fewer_rows_and_short_rank", "one_column", "fit_is_exact",
    ];

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Solutions_agree_with_those_of_a_hundred_digits(string id)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText("golden/least_squares.json"));
        JsonElement golden = document.RootElement.GetProperty("cases").EnumerateArray()
            .Single(c => c.GetProperty("id").GetString() == id);
        Matrix<double> a = Matrix<double>.FromRows([.. golden.GetProperty("A").EnumerateArray().Select(Numbers)]);
        double[] b = Numbers(golden.GetProperty("b")), x = Numbers(golden.GetProperty("x"));

        // The default threshold, relative to the largest column, would call most badly scaled columns zero.
        double? threshold = id == "badly_scaled_columns" ? 0 : null;
        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(a, Column(b), threshold);
        Assert.Equal(golden.GetProperty("rank").GetInt32(), solution.Rank);

        // Backward stable column by column: |error| <= c n u cond |x| in each column's scale (Higham 2002, th. 20.1).
        double[] norms = [.. Enumerable.Range(0, x.Length).Select(
            j => Math.Sqrt(Enumerable.Range(0, b.Length).Sum(i => a[i, j] * a[i, j])))];
        double size = x.Zip(norms).Max(p => Math.Abs(p.First * p.Second)), scale = Math.Sqrt(b.Sum(v => v * v));
        double tolerance = 100 * 1.1e-16 * Math.Max(ScaledCondition(a, norms, solution.Rank), 10);
        for (int j = 0; j < x.Length; j++)
        {
            if (norms[j] == 0)
                Assert.Equal(0, solution.X[j, 0]);
            else
                Assert.InRange(Math.Abs(solution.X[j, 0] - x[j]) * norms[j] / Math.Max(size, scale), 0, tolerance);
        }

        double residual = golden.GetProperty("residualNorm").GetDouble();
        Assert.InRange(Math.Abs(solution.ResidualNorms[0] - residual) / Math.Max(size, scale), 0, 1e-14);
    }

    [Theory]
    [InlineData(1024, 5, 5)]
    [InlineData(1500, 21, 21)]
    [InlineData(1500, 21, 9)]
    [InlineData(1111, 70, 70)]
    [InlineData(1111, 70, 31)]
    [InlineData(60, 100, 60)]
    public void The_number_of_threads_never_changes_a_bit(int rows, int columns, int rank)
    {
        Matrix<double> a = rank < columns
            ? Matrices.OfRank<double>(rows, columns, rank, 1)
            : Matrices.Normal<double>(rows, columns, 1);
        Matrix<double> b = Matrices.Normal<double>(rows, 2, 3);
        LeastSquaresSolution<double> one = LeastSquares<double>.Solve(a, b, 1e-10);
        Assert.Equal(rank, one.Rank);
        foreach (int threads in (int[])[2, 4])
        {
            LeastSquaresSolution<double> several = LeastSquares<double>.Solve(a, b, 1e-10, threads);
            Assert.Equal(0, Matrices.Distance(one.X, several.X));
            Assert.Equal(one.ResidualNorms, several.ResidualNorms);
            Assert.Equal(one.ConditionEstimate, several.ConditionEstimate);
        }
    }

    [Theory]
    [InlineData(1024, 6)]
    [InlineData(1030, 33)]
    [InlineData(700, 130)]
    public void With_and_without_pivoting_the_solution_is_the_same_to_rounding(int rows, int columns)
    {
        Check<double>(rows, columns, 1e-13);
        Check<float>(rows, columns, 1e-5);
    }

    [Fact]
    public void Columns_below_the_threshold_of_the_largest_count_as_zero()
    {
        Matrix<double> a = Matrices.Normal<double>(50, 4, 1), b = Matrices.Normal<double>(50, 1, 2), kept = new(50, 3);
        for (int i = 0; i < 50; i++)
        {
            a.Row(i)[..3].CopyTo(kept.Row(i));
            a[i, 3] *= 1e-9;
        }

        LeastSquaresSolution<double> all = LeastSquares<double>.Solve(a, b);
        LeastSquaresSolution<double> some = LeastSquares<double>.Solve(a, b, 1e-7);
        Assert.Equal((4, 3), (all.Rank, some.Rank));
        Assert.True(some.ResidualNorms[0] > all.ResidualNorms[0]);

        // The shortest solution uses the column in proportion to its size.
        LeastSquaresSolution<double> without = LeastSquares<double>.Solve(kept, b);
        for (int j = 0; j < 3; j++)
            Assert.Equal(without.X[j, 0], some.X[j, 0], 1e-8);
        Assert.InRange(Math.Abs(some.X[3, 0]), 0, 1e-8);
    }

    [Fact]
    public void Where_the_fit_is_exact_the_loss_falls_to_the_square_of_the_rounding_unit()
    {
        Matrix<double> a = Matrices.Normal<double>(1024, 40, 1);
        Matrix<double> b = Matrices.Multiply(a, Matrices.Normal<double>(40, 1, 2));
        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(a, b);
        double meanSquare = solution.ResidualNorms[0] * solution.ResidualNorms[0] / 1024;
        double size = Matrices.Frobenius(b) * Matrices.Frobenius(b) / 1024;
        Assert.InRange(meanSquare, 0, 1e-29 * size);

        // The number is that of the solution itself, not of the factorization alone.
        Matrix<double> fit = Matrices.Multiply(a, solution.X);
        Assert.InRange(Matrices.Distance(fit, b), 0, 1e-13);
    }

    [Fact]
    public void Equal_columns_share_their_weight_and_zero_columns_get_none()
    {
        Matrix<double> a = Matrices.Normal<double>(600, 6, 4), b = Matrices.Normal<double>(600, 1, 5);
        for (int i = 0; i < 600; i++)
            (a[i, 2], a[i, 4], a[i, 5]) = (0, a[i, 1], a[i, 1]);
        LeastSquaresSolution<double> solution = LeastSquares<double>.Solve(a, b);
        Assert.Equal((3, SolveStatus.RankDeficient), (solution.Rank, solution.Status));
        Assert.Equal(0, solution.X[2, 0], 1e-15);
        Assert.Equal(solution.X[1, 0], solution.X[4, 0], 1e-14);
        Assert.Equal(solution.X[1, 0], solution.X[5, 0], 1e-14);
    }

    [Theory]
    [InlineData(1e150)]
    [InlineData(1e-160)]
    public void Systems_near_the_ends_of_the_range_are_solved(double scale)
    {
        Matrix<double> a = Matrices.OfRank<double>(300, 12, 7, 1), b = Matrices.Normal<double>(300, 1, 3);
        LeastSquaresSolution<double> plain = LeastSquares<double>.Solve(a, b, 1e-10);
        LeastSquaresSolution<double> scaled = LeastSquares<double>.Solve(Times(a, scale), b, 1e-10);
        Assert.Equal(plain.Rank, scaled.Rank);
        Assert.InRange(Matrices.Distance(Times(scaled.X, scale), plain.X), 0, 1e-12);
    }

    [Fact]
    public void A_ridge_adds_its_rows()
    {
        const double ridge = 0.7;
        Matrix<double> a = Matrices.OfRank<double>(400, 9, 5, 6), b = Matrices.Normal<double>(400, 2, 8);
        Matrix<double> longer = new(409, 9), right = new(409, 2);
        for (int i = 0; i < 400; i++)
        {
            a.Row(i).CopyTo(longer.Row(i));
            b.Row(i).CopyTo(right.Row(i));
        }

        for (int j = 0; j < 9; j++)
            longer[400 + j, j] = Math.Sqrt(ridge);
        LeastSquaresSolution<double> expected = LeastSquares<double>.Solve(longer, right);
        var system = new LeastSquares<double>(400, 9, 2, null, ridge);
        Fill(system, a, b);
        Assert.Equal(SolveStatus.Solved, system.Solve());
        Assert.Equal(9, system.Rank);
        Assert.InRange(Matrices.Distance(expected.X, system.X), 0, 1e-13);
        for (int k = 0; k < 2; k++)
            Assert.Equal(expected.ResidualNorms[k], system.ResidualNorms[k], 1e-11);
    }

    [Fact]
    public void Weighted_rows_set_in_pieces_and_out_of_order_give_the_same_system()
    {
        Matrix<double> a = Matrices.Normal<double>(700, 7, 1), b = Matrices.Normal<double>(700, 1, 2);
        var whole = new LeastSquares<double>(900, 7, 1);
        var pieces = new LeastSquares<double>(900, 7, 1);
        Fill(whole, a, b);
        whole.ScaleRows(300, 400, 8, 0.25);
        pieces.Begin(700);
        foreach (int first in (int[])[650, 0, 250])
        {
            int count = first == 650 ? 50 : first == 0 ? 250 : 400;
            for (int j = 0; j < 8; j++)
            {
                for (int done = 0; done < count;)
                {
                    Span<double> part = pieces.ColumnPart(j, first + done, count - done);
                    for (int i = 0; i < part.Length; i++)
                    {
                        int row = first + done + i;
                        part[i] = (j < 7 ? a[row, j] : b[row, 0]) * (row >= 300 ? 0.25 : 1);
                    }

                    done += part.Length;
                }
            }
        }

        whole.Solve();
        pieces.Solve();
        Assert.Equal(0, Matrices.Distance(whole.X, pieces.X));
    }

    [Fact]
    public void A_system_may_be_smaller_the_next_time_and_leaves_nothing_behind()
    {
        Matrix<double> a = Matrices.Normal<double>(1000, 30, 1), b = Matrices.Normal<double>(1000, 1, 2);
        Matrix<double> fewer = Matrices.OfRank<double>(20, 30, 4, 3), right = Matrices.Normal<double>(20, 1, 4);
        var system = new LeastSquares<double>(1000, 30, 1, 1e-10);
        Fill(system, a, b);
        system.Solve();
        Fill(system, fewer, right);
        system.Solve();
        LeastSquaresSolution<double> expected = LeastSquares<double>.Solve(fewer, right, 1e-10);
        Assert.Equal((4, 4), (system.Rank, expected.Rank));
        Assert.InRange(Matrices.Distance(expected.X, system.X), 0, 1e-13);
        Fill(system, a, b);
        system.Solve();
        Assert.Equal(0, Matrices.Distance(LeastSquares<double>.Solve(a, b, 1e-10).X, system.X));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(4)]
    public void Solving_allocates_nothing(int rank)
    {
        Matrix<double> a = Matrices.OfRank<double>(1000, 30, rank, 1), b = Matrices.Normal<double>(1000, 1, 3);
        var system = new LeastSquares<double>(1000, 30, 1, 1e-10);
        Fill(system, a, b);
        system.Solve();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(system, a, b);
        system.Solve();
        _ = system.ConditionEstimate;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_found_wherever_they_are()
    {
        foreach ((int row, int column) in ((int, int)[])[(0, 0), (999, 4), (500, 2), (300, 5)])
        {
            foreach (double bad in (double[])[double.NaN, double.PositiveInfinity])
            {
                Matrix<double> a = Matrices.Normal<double>(1000, 5, 1), b = Matrices.Normal<double>(1000, 1, 2);
                (column < 5 ? a : b)[row, column % 5] = bad;
                var system = new LeastSquares<double>(1000, 5, 1);
                Fill(system, a, b);
                Assert.Equal(SolveStatus.NonFinite, system.Solve());
                Assert.Equal(0, Matrices.Frobenius(system.X));
                Assert.True(double.IsNaN(system.ConditionEstimate));
            }
        }
    }

    [Fact]
    public void Thresholds_and_ridges_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => new LeastSquares<double>(5, 2, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => new LeastSquares<double>(5, 2, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("ridge", () => new LeastSquares<double>(5, 2, 1, null, -1));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => new LeastSquares<double>(5, 2, 1).Begin(6));
    }

    [Fact]
    public void A_system_without_rows_has_rank_zero_and_the_zero_solution()
    {
        var system = new LeastSquares<double>(5, 2, 1);
        system.Begin(0);
        Assert.Equal(SolveStatus.Solved, system.Solve());
        Assert.Equal((0, 0.0), (system.Rank, Matrices.Frobenius(system.X)));
    }

    /// <summary>At a threshold that the proof of full rank cannot reach, pivoting decides.</summary>
    static void Check<T>(int rows, int columns, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> a = Matrices.Normal<T>(rows, columns, 1), b = Matrices.Normal<T>(rows, 2, 2);
        LeastSquaresSolution<T> plain = LeastSquares<T>.Solve(a, b), pivoted = LeastSquares<T>.Solve(a, b, 0.2);
        Assert.Equal((columns, columns), (plain.Rank, pivoted.Rank));
        Assert.NotEqual(0, Matrices.Distance(plain.X, pivoted.X));
        Assert.InRange(Matrices.Distance(plain.X, pivoted.X), 0, tolerance);
        Assert.Equal(plain.ConditionEstimate, pivoted.ConditionEstimate);
        for (int k = 0; k < 2; k++)
            Assert.Equal(plain.ResidualNorms[k], pivoted.ResidualNorms[k], tolerance * rows);
    }

    static void Fill(LeastSquares<double> system, Matrix<double> a, Matrix<double> b)
    {
        system.Begin(a.Rows);
        system.SetRows(0, a.Rows, 0, a.Columns, ref a.Start(), a.Stride);
        system.SetRows(0, a.Rows, a.Columns, b.Columns, ref b.Start(), b.Stride);
    }

    static double ScaledCondition(Matrix<double> a, double[] norms, int rank)
    {
        var unit = new Matrix<double>(a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
                unit[i, j] = norms[j] == 0 ? 0 : a[i, j] / norms[j];
        }

        double[] values = Spectral.SingularValues(unit);
        return values[0] / values[rank - 1];
    }

    static Matrix<double> Times(Matrix<double> a, double scale)
    {
        var scaled = new Matrix<double>(a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
                scaled[i, j] = a[i, j] * scale;
        }

        return scaled;
    }

    static double[] Numbers(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetDouble())];

    static Matrix<double> Column(double[] values) => Matrix<double>.FromRows([.. values.Select(v => new[] { v })]);
}
