using Kindling.LinearAlgebra;
using Kindling.Training;

namespace Kindling.Tests.Training;

/// <summary>
/// The toy of Cyr et al. 2019, Fig. 14: 5 x^2 - 6 x y + 5 y^2 = 5 (x - 0.6 y)^2 + 3.2 y^2 from (-4, 1) at rate 0.1, where x is
/// what least squares solves for and y what gradient descent moves. Both losses are exact sequences (ERRATA B15).
/// </summary>
public class ToyQuadraticTests
{
    const double Rate = 0.1;
    const int Steps = 12;

    [Fact]
    public void Gradient_descent_gives_109_times_0_36_to_the_step()
    {
        double[] point = [-4, 1];
        Optimizer<double> descent = Optimizer.Create<double>(new TrainingOptions { Optimizer = OptimizerKind.Sgd }, 2);
        for (int k = 0; k < Steps; k++)
        {
            Close(109 * Math.Pow(0.36, k), Loss(point[0], point[1]));
            descent.BeginStep(Rate);
            descent.Update(point, [(10 * point[0]) - (6 * point[1]), (10 * point[1]) - (6 * point[0])], 0, 2);
        }
    }

    [Fact]
    public void Least_squares_in_the_loop_gives_3_2_times_0_1296_to_the_step()
    {
        double[] y = [1];
        Optimizer<double> descent = Optimizer.Create<double>(new TrainingOptions { Optimizer = OptimizerKind.Sgd }, 1);
        for (int k = 0; k < Steps; k++)
        {
            double x = Solve(y[0]);
            Close(3.2 * Math.Pow(0.1296, k), Loss(x, y[0]));
            descent.BeginStep(Rate);
            descent.Update(y, [(10 * y[0]) - (6 * x)], 0, 1);
        }
    }

    /// <summary>The x that is best for y: the rows sqrt(5) x = 0.6 sqrt(5) y and 0 x = -sqrt(3.2) y.</summary>
    static double Solve(double y)
    {
        var rows = new Matrix<double>(2, 1) { [0, 0] = Math.Sqrt(5) };
        var right = new Matrix<double>(2, 1) { [0, 0] = 0.6 * Math.Sqrt(5) * y, [1, 0] = -Math.Sqrt(3.2) * y };
        return LeastSquares<double>.Solve(rows, right).X[0, 0];
    }

    static double Loss(double x, double y) => (5 * x * x) - (6 * x * y) + (5 * y * y);

    /// <summary>Each step rounds a few times: 1e-12 is some thousand units of it.</summary>
    static void Close(double expected, double found) => Assert.Equal(1, found / expected, 1e-12);
}
