using System.Numerics;
using System.Text.Json;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Tests.Sampling;

public class HaarMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(33, 33)]
    [InlineData(70, 20)]
    [InlineData(20, 70)]
    [InlineData(100, 1)]
    [InlineData(1, 100)]
    [InlineData(150, 150)]
    [InlineData(780, 770)]
    public void The_shorter_side_is_orthonormal_to_rounding(int rows, int columns)
    {
        CheckOrthonormal(HaarMatrix.Draw<double>(rows, columns, RandomStream.Create(1, "haar")));
        CheckOrthonormal(HaarMatrix.Draw<float>(rows, columns, RandomStream.Create(1, "haar")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Moments_are_those_of_the_uniform_law(int n)
    {
        const int Draws = 15_000;
        JsonElement expected = Golden.Expected("c4_orthogonal", $"haar_moments_n{n}");
        var samples = new Dictionary<string, List<double>>();
        RandomStream stream = RandomStream.Create(11, "moments");
        var q = new Matrix<double>(n, n);
        for (int draw = 0; draw < Draws; draw++)
        {
            HaarMatrix.Fill(q, stream.Split(draw));
            foreach ((string name, double value) in Statistics(q))
            {
                if (!samples.TryGetValue(name, out List<double>? list))
                    samples[name] = list = [];
                list.Add(value);
            }
        }

        foreach ((string name, List<double> values) in samples)
        {
            double mean = values.Average();
            double error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Count / values.Count);
            double target = expected.GetProperty(name).GetDouble();

            // Five standard errors: one chance in two million for each of the 27 moments.
            Assert.True(Math.Abs(mean - target) < 5 * error, $"{name}: {mean} against {target}, error {error}");
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void Rectangular_draws_have_centred_entries_of_the_right_variance(int rows, int columns)
    {
        // A column of a Haar matrix is uniform on the sphere: mean 0, variance 1 / rows, whichever side is longer.
        const int Draws = 10_000;
        RandomStream stream = RandomStream.Create(12, "rectangular");
        double[] sum = new double[2], square = new double[2];
        for (int draw = 0; draw < Draws; draw++)
        {
            Matrix<double> tall = HaarMatrix.Draw<double>(rows, columns, stream.Split(2 * draw));
            Matrix<double> wide = HaarMatrix.Draw<double>(columns, rows, stream.Split((2 * draw) + 1));
            double[] entries = [tall[rows - 1, columns - 1], wide[columns - 1, rows - 1]];
            for (int i = 0; i < 2; i++)
            {
                sum[i] += entries[i];
                square[i] += entries[i] * entries[i];
            }
        }

        for (int i = 0; i < 2; i++)
        {
            Assert.InRange(sum[i] / Draws, -5 / Math.Sqrt(rows * (double)Draws), 5 / Math.Sqrt(rows * (double)Draws));

            // The square of an entry is Beta(1/2, (rows - 1)/2): variance 2 (rows - 1) / (rows² (rows + 2)).
            double error = Math.Sqrt(2.0 * (rows - 1) / (rows * rows * (rows + 2)) / Draws);
            Assert.InRange((square[i] / Draws) - (1.0 / rows), -5 * error, 5 * error);
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        RandomStream stream = RandomStream.Create(2, "threads");
        Matrix<float> one = HaarMatrix.Draw<float>(300, 300, stream);
        foreach (int threads in new[] { 2, 4 })
        {
            Matrix<float> many = HaarMatrix.Draw<float>(300, 300, stream, threads);
            for (int i = 0; i < 300; i++)
                Assert.Equal(one.Row(i).ToArray(), many.Row(i).ToArray());
        }
    }

    static IEnumerable<(string Name, double Value)> Statistics(Matrix<double> q)
    {
        double trace = Enumerable.Range(0, q.Rows).Sum(i => q[i, i]);
        double a = q[0, 0], b = q[0, 1], c = q[1, 0], d = q[1, 1];
        yield return ("E[Q11]", a);
        yield return ("E[Q11^2]", a * a);
        yield return ("E[Q11^4]", a * a * a * a);
        yield return ("E[Q11^2 Q12^2]", a * a * b * b);
        yield return ("E[Q11^2 Q22^2]", a * a * d * d);
        yield return ("E[Q11 Q12 Q21 Q22]", a * b * c * d);
        yield return ("E[tr Q]", trace);
        yield return ("E[(tr Q)^2]", trace * trace);
        if (q.Rows < 4)
            yield return ("P(det = +1)", Determinant(q) > 0 ? 1 : 0);
    }

    static double Determinant(Matrix<double> q) => q.Rows == 2
        ? (q[0, 0] * q[1, 1]) - (q[0, 1] * q[1, 0])
        : Enumerable.Range(0, 3).Sum(i =>
            q[0, i] * ((q[1, (i + 1) % 3] * q[2, (i + 2) % 3]) - (q[1, (i + 2) % 3] * q[2, (i + 1) % 3])));

    static void CheckOrthonormal<T>(Matrix<T> q)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<double> wide = (q.Rows <= q.Columns ? q : q.Transposed()).To<double>();
        double epsilon = double.CreateTruncating(T.BitIncrement(T.One) - T.One);

        // A product of n reflections is orthogonal to a modest multiple of sqrt(n) epsilon; 4 sqrt(n) + 4 is generous.
        double tolerance = 4 * (Math.Sqrt(wide.Columns) + 1) * epsilon;
        double worst = 0;
        for (int i = 0; i < wide.Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double dot = System.Numerics.Tensors.TensorPrimitives.Dot<double>(wide.Row(i), wide.Row(j));
                worst = Math.Max(worst, Math.Abs(dot - (i == j ? 1 : 0)));
            }
        }

        Assert.InRange(worst, 0, tolerance);
    }
}
