using System.Numerics;
using Kindling.Sampling;
using Beta = MathNet.Numerics.Distributions.Beta;

namespace Kindling.Tests.Sampling;

public class DistributionTests
{
    const int Draws = 200_000;

    /// <summary>
    /// The Kolmogorov distance times sqrt(n) exceeds this with probability 2 exp(-2 x²) = 1e-6 (the first term of the
    /// limit law, which is an upper bound).
    /// </summary>
    static readonly double KolmogorovThreshold = Math.Sqrt(-0.5 * Math.Log(0.5e-6));

    [Fact]
    public void Normal_fills_follow_the_normal_law()
    {
        CheckNormal(Fill<double>(stream => (destination) => stream.FillNormal(destination)));
        CheckNormal(Fill<float>(stream => (destination) => stream.FillNormal(destination)));
    }

    [Fact]
    public void Single_normal_draws_follow_the_normal_law()
    {
        RandomStream stream = RandomStream.Create(3, "normal");
        double[] values = new double[Draws];
        for (int i = 0; i < Draws; i++)
            values[i] = stream.NextNormal();
        CheckNormal(values);
    }

    [Fact]
    public void Uniform_fills_follow_the_uniform_law()
    {
        CheckDistribution(
            Fill<double>(stream => (destination) => stream.FillUniform(destination, -2, 3)), x => (x + 2) / 5);
        CheckDistribution(
            Fill<float>(stream => (destination) => stream.FillUniform(destination, -2, 3)), x => (x + 2) / 5);
    }

    [Fact]
    public void Tails_beyond_three_and_four_are_as_heavy_as_they_should_be()
    {
        foreach (double[] values in new[]
        {
            Fill<double>(stream => (destination) => stream.FillNormal(destination)),
            Fill<float>(stream => (destination) => stream.FillNormal(destination)),
        })
        {
            foreach (double limit in new[] { 3.0, 4.0 })
            {
                double expected = Draws * UpperTail(limit);
                double above = values.Count(x => x > limit), below = values.Count(x => x < -limit);

                // Counts are Poisson to good accuracy: five standard deviations.
                Assert.InRange(above, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
                Assert.InRange(below, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
            }
        }
    }

    [Fact]
    public void The_last_word_of_the_generator_lies_far_out_in_the_tail()
    {
        // u = 2^-64: sqrt(2 * 64 ln 2) = 9.42; the angle is zero.
        Assert.Equal(Math.Sqrt(128 * Math.Log(2)), Kindling.Simd.Variates.Normal(0, 0), 1e-14);
        Assert.Equal(0, Kindling.Simd.Variates.Normal(long.MaxValue, 0), 1e-9);
    }

    [Fact]
    public void Neighbours_pairs_and_streams_are_uncorrelated()
    {
        RandomStream root = RandomStream.Create(1, "independence");
        double[] a = new double[Draws], b = new double[Draws];
        root.Split(0).FillNormal<double>(a);
        root.Split(1).FillNormal<double>(b);
        double limit = 5 / Math.Sqrt(Draws);
        Assert.InRange(Correlation(a, b), -limit, limit);
        foreach (int lag in new[] { 1, 2, 8, 16, 32, 64 })
        {
            Assert.InRange(Correlation(a.AsSpan(lag), a.AsSpan(..^lag)), -limit, limit);

            // Squares catch a dependence of the sizes: x and y of a pair share their radius.
            double[] squares = [.. a.Select(x => (x * x) - 1)];
            Assert.InRange(Correlation(squares.AsSpan(lag), squares.AsSpan(..^lag)), -limit, limit);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(5, 1)]
    [InlineData(0.5, 0.5)]
    [InlineData(2.5, 4)]
    [InlineData(0.1, 3)]
    [InlineData(40, 60)]
    public void Beta_draws_follow_the_beta_law(double a, double b)
    {
        const int draws = 20_000;
        RandomStream stream = RandomStream.Create(5, "beta");
        double[] values = new double[draws];
        for (int i = 0; i < draws; i++)
            values[i] = stream.NextBeta(a, b);
        Assert.All(values, x => Assert.InRange(x, 0, 1));
        CheckDistribution(values, x => Beta.CDF(a, b, x));
        double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
        Assert.InRange((values.Average() - (a / (a + b))) / Math.Sqrt(variance / draws), -5, 5);
    }

    [Fact]
    public void Beta_two_one_is_the_root_of_a_uniform()
    {
        RandomStream beta = RandomStream.Create(6, "root"), uniform = RandomStream.Create(6, "root");
        for (int i = 0; i < 100; i++)
            Assert.Equal(Math.Sqrt(uniform.NextDouble()), beta.NextBeta(2, 1));
    }

    [Fact]
    public void Beta_with_tiny_parameters_is_zero_or_one_and_never_nan()
    {
        RandomStream stream = RandomStream.Create(7, "tiny");
        double sum = 0;
        for (int i = 0; i < 10_000; i++)
        {
            double x = stream.NextBeta(1e-4, 1e-4);
            Assert.InRange(x, 0, 1);
            sum += x;
        }

        // Fair coin to one part in thousands: five standard deviations of the mean of 10,000.
        Assert.InRange(sum / 10_000, 0.475, 0.525);
    }

    [Fact]
    public void Unit_vectors_have_length_one_and_no_preferred_direction()
    {
        const int draws = 20_000, dimensions = 3;
        RandomStream stream = RandomStream.Create(8, "sphere");
        double[] vector = new double[dimensions], mean = new double[dimensions];
        double[] heights = new double[draws];
        double worst = 0;
        for (int i = 0; i < draws; i++)
        {
            stream.FillUnitVector<double>(vector);
            worst = Math.Max(worst, Math.Abs(vector.Sum(x => x * x) - 1));
            for (int j = 0; j < dimensions; j++)
                mean[j] += vector[j] / draws;
            heights[i] = vector[2];
        }

        Assert.InRange(worst, 0, 1e-14);

        // Archimedes: in three dimensions each coordinate is uniform on [-1, 1].
        CheckDistribution(heights, x => (x + 1) / 2);
        Assert.All(mean, m => Assert.InRange(m, -5 / Math.Sqrt(3.0 * draws), 5 / Math.Sqrt(3.0 * draws)));
    }

    [Fact]
    public void Portable_exponential_and_logarithm_are_within_an_ulp_or_two()
    {
        RandomStream stream = RandomStream.Create(9, "functions");
        for (int i = 0; i < 20_000; i++)
        {
            double x = (stream.NextDouble() - 0.5) * 1400;
            double exact = Math.Exp(x);
            Assert.Equal(exact, PortableMath.Exp(x), exact * 5e-16);
            double log = Math.Log(exact);
            Assert.Equal(log, PortableMath.Log(exact), Math.Abs(log) * 5e-16);
        }

        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Exp(-800));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(800));
    }

    delegate void Filling<T>(Span<T> destination);

    static double[] Fill<T>(Func<RandomStream, Filling<T>> fill)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = new T[Draws];
        fill(RandomStream.Create(2, "distribution"))(values);
        return [.. values.Select(double.CreateTruncating)];
    }

    static void CheckNormal(double[] values)
    {
        CheckDistribution(values, x => x < 0 ? UpperTail(-x) : 1 - UpperTail(x));

        // Central moments of n standard normals: the k-th sample moment has variance (E z^2k - (E z^k)²) / n.
        (int Power, double Expected, double Variance)[] moments = [(1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)];
        foreach ((int power, double expected, double variance) in moments)
        {
            double moment = values.Average(x => Math.Pow(x, power));
            Assert.InRange((moment - expected) / Math.Sqrt(variance / values.Length), -5, 5);
        }
    }

    static double UpperTail(double x) => 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(x / Math.Sqrt(2));

    static void CheckDistribution(double[] values, Func<double, double> cumulative)
    {
        double[] sorted = [.. values.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double p = cumulative(sorted[i]);
            distance = Math.Max(distance, Math.Max(p - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - p));
        }

        Assert.InRange(distance * Math.Sqrt(sorted.Length), 0, KolmogorovThreshold);
    }

    static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
