using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Tests.Sampling;

public class LowDiscrepancyTests
{
    [Fact]
    public void Points_are_those_of_scipy()
    {
        Matrix<double> points = LowDiscrepancy.Sobol<double>(44, LowDiscrepancy.MaxDimensions);
        int i = 40;
        foreach (double[] expected in Golden.Rows(Golden.Read("sobol").GetProperty("points")))
            Assert.Equal(expected, points.Row(i++).ToArray());
    }

    [Fact]
    public void Every_dyadic_interval_holds_one_point_in_every_coordinate_with_and_without_shift()
    {
        const int count = 1024;
        foreach (RandomStream? shift in new[] { null, RandomStream.Create(1, "shift") })
        {
            Matrix<double> points = LowDiscrepancy.Sobol<double>(count, LowDiscrepancy.MaxDimensions, shift);
            for (int j = 0; j < LowDiscrepancy.MaxDimensions; j++)
            {
                int[] cells = [.. Enumerable.Range(0, count).Select(i => (int)(points[i, j] * count))];
                Assert.Equal(count, cells.Distinct().Count());
            }
        }
    }

    [Fact]
    public void A_smooth_integral_converges_faster_than_by_chance()
    {
        // The mean of prod (1 + (x_j - 1/2)) over six coordinates is 1, its standard deviation 0.8; chance would
        // leave 0.8 / sqrt(4096) = 0.0125.
        Matrix<double> points = LowDiscrepancy.Sobol<double>(4096, 6, RandomStream.Create(2, "integral"));
        double sum = 0;
        for (int i = 0; i < 4096; i++)
        {
            double product = 1;
            foreach (double x in points.Row(i))
                product *= x + 0.5;
            sum += product;
        }

        Assert.InRange((sum / 4096) - 1, -1.25e-3, 1.25e-3);
    }

    [Fact]
    public void Single_precision_stays_below_one()
    {
        Matrix<float> points = LowDiscrepancy.Sobol<float>(1 << 14, 3, RandomStream.Create(3, "single"));
        for (int i = 0; i < points.Rows; i++)
            Assert.All(points.Row(i).ToArray(), x => Assert.InRange(x, 0f, MathF.BitDecrement(1)));
    }

    [Fact]
    public void More_coordinates_than_there_are_polynomials_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("dimensions", () => LowDiscrepancy.Sobol<double>(4, 22));
}
