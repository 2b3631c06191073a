using System.Numerics;
using Kindling.Training;

namespace Kindling.Tests.Training;

public class LbfgsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Rosenbrock_is_minimized_from_the_classical_start(int size)
    {
        double[] x = [.. Enumerable.Range(0, size).Select(i => i % 2 == 0 ? -1.2 : 1.0)];
        var lbfgs = new Lbfgs<double>(size);
        LbfgsStatus status = lbfgs.Minimize(Rosenbrock, x);
        Assert.Equal(LbfgsStatus.Converged, status);
        // The gradient tolerance of 1e-10 over the smallest curvature there, about 0.4 for a pair.
        Assert.All(x, v => Assert.Equal(1, v, 1e-8));
        Assert.True(lbfgs.Evaluations < 60, $"{lbfgs.Evaluations} evaluations");
    }

    [Fact]
    public void A_quadratic_ends_at_its_minimum()
    {
        const int Size = 40;
        double[] x = new double[Size];
        LbfgsStatus status = new Lbfgs<double>(Size).Minimize(Quadratic, x);
        Assert.True(status is LbfgsStatus.Converged or LbfgsStatus.Stagnated, $"{status}");
        for (int i = 0; i < Size; i++)
            Assert.Equal(Target(i), x[i], 1e-9);
    }

    [Fact]
    public void A_quadratic_of_few_distinct_curvatures_needs_few_steps()
    {
        double[] x = new double[300];
        var lbfgs = new Lbfgs<double>(x.Length, new LbfgsOptions { GradientTolerance = 1e-7 });
        LbfgsStatus status = lbfgs.Minimize(ThreeCurvatures, x);
        Assert.Equal(LbfgsStatus.Converged, status);
        Assert.True(lbfgs.Steps <= 20, $"{lbfgs.Steps} steps");
    }

    [Fact]
    public void Single_precision_reaches_single_precision()
    {
        float[] x = [-1.2f, 1f];
        new Lbfgs<float>(2).Minimize(Rosenbrock, x);
        // Rounding of the value, 1e-7 near 0 for terms of size 1, allows sqrt(1e-7 / 0.4) in the flattest direction.
        Assert.All(x, v => Assert.Equal(1f, v, 1e-3f));
    }

    [Fact]
    public void The_value_never_rises_and_strong_wolfe_holds_at_every_step()
    {
        double[] x = [-1.2, 1];
        var options = new LbfgsOptions();
        var lbfgs = new Lbfgs<double>(2, options);
        lbfgs.Start(Rosenbrock, x);
        for (int i = 0; i < 25; i++)
        {
            double before = lbfgs.Value;
            double[] from = [.. lbfgs.Point], slopeFrom = [.. lbfgs.Gradient];
            if (lbfgs.Step() != LbfgsStatus.Running)
                break;
            double[] step = [lbfgs.Point[0] - from[0], lbfgs.Point[1] - from[1]];
            double slope = Vectors.Dot<double>(step, slopeFrom), after = Vectors.Dot(step, lbfgs.Gradient);
            Assert.True(lbfgs.Value <= before + (options.SufficientDecrease * slope) + 1e-15);
            Assert.True(Math.Abs(after) <= options.CurvatureCondition * Math.Abs(slope) + 1e-15);
        }
    }

    [Fact]
    public void A_region_without_values_is_stepped_back_from()
    {
        // -log(x) + x has its minimum at 1 and no value at or below 0; from 20 the first full steps land there.
        double[] x = [20];
        LbfgsStatus status = new Lbfgs<double>(1, new LbfgsOptions { FirstStep = 100 }).Minimize(
            (p, g) =>
            {
                g[0] = 1 - (1 / p[0]);
                return p[0] > 0 ? p[0] - Math.Log(p[0]) : double.NaN;
            },
            x);
        Assert.Equal(LbfgsStatus.Converged, status);
        Assert.Equal(1, x[0], 1e-9);
    }

    [Fact]
    public void Budgets_are_kept_and_the_best_point_is_returned()
    {
        double[] start = [-1.2, 1], g = new double[2];
        double first = Rosenbrock<double>(start, g), last = first;
        for (int budget = 1; budget <= 20; budget++)
        {
            double[] x = [.. start];
            var lbfgs = new Lbfgs<double>(2);
            LbfgsStatus status = lbfgs.Minimize(Rosenbrock, x, maxEvaluations: budget);
            Assert.Equal(LbfgsStatus.BudgetSpent, status);
            Assert.True(lbfgs.Evaluations <= budget + 1, $"{lbfgs.Evaluations} of {budget}");
            double value = Rosenbrock<double>(x, g);
            Assert.True(value <= first);
            last = Math.Min(last, value);
        }

        Assert.True(last < 0.5 * first);
    }

    [Fact]
    public void A_start_that_is_not_finite_is_said()
    {
        double[] x = [double.NaN, 1];
        Assert.Equal(LbfgsStatus.NonFinite, new Lbfgs<double>(2).Minimize(Rosenbrock, x));
    }

    [Fact]
    public void A_minimum_as_start_is_converged_at_once()
    {
        double[] x = [1, 1];
        var lbfgs = new Lbfgs<double>(2);
        Assert.Equal(LbfgsStatus.Converged, lbfgs.Minimize(Rosenbrock, x));
        Assert.Equal(1, lbfgs.Evaluations);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lbfgs<double>(2, new LbfgsOptions { Memory = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new Lbfgs<double>(2, new LbfgsOptions { CurvatureCondition = 1e-5 }));
        Assert.Throws<ArgumentException>(() => new Lbfgs<double>(2).Start(Rosenbrock, [1.0]));
    }

    static double Rosenbrock<T>(ReadOnlySpan<T> x, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double value = 0;
        for (int i = 0; i < x.Length; i += 2)
        {
            double a = double.CreateTruncating(x[i]), b = double.CreateTruncating(x[i + 1]);
            double valley = b - (a * a);
            value += (100 * valley * valley) + ((1 - a) * (1 - a));
            gradient[i] = T.CreateTruncating((-400 * a * valley) - (2 * (1 - a)));
            gradient[i + 1] = T.CreateTruncating(200 * valley);
        }

        return value;
    }

    static double Target(int i) => Math.Sin(i + 1);

    static double Quadratic(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double value = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double curvature = 1 + i, off = x[i] - Target(i);
            value += curvature * off * off / 2;
            gradient[i] = curvature * off;
        }

        return value;
    }

    static double ThreeCurvatures(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double value = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double curvature = 1 + (10 * (i % 3)), off = x[i] - Target(i);
            value += curvature * off * off / 2;
            gradient[i] = curvature * off;
        }

        return value;
    }
}
