using System.Globalization;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Problems;

/// <summary>A random sum of products of waves on a square: the synthetic benchmark of the GO paper (eq. C.1).</summary>
/// <remarks>
/// f(x, y) = sum over i = 1..4 of A_i0 sin(2 pi nu_i0 x) cos(2 pi nu_i1 y) + A_i1 sin(2 pi nu_i2 x) sin(2 pi nu_i3 y)
/// on [-1, 1]^2, with frequencies nu uniform on [0, M] and amplitudes A uniform on [0, 2]. Training and validation
/// points are uniform, test points a regular grid with the edges. Inputs and targets are standardized by the training
/// points; validation and test have the same scaling (appendix C.3).
/// </remarks>
internal sealed class Multiscale(double largestFrequency) : BuiltInFunction
{
    /// <summary>The paper's M.</summary>
    public const double UsualLargestFrequency = 18;

    const int Waves = 4;

    public override string Name => largestFrequency == UsualLargestFrequency
        ? "multiscale"
        : string.Create(CultureInfo.InvariantCulture, $"multiscale:{largestFrequency:R}");

    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"random waves of frequencies up to {largestFrequency:R} on [-1, 1]^2, standardized");

    public override string Source => "GO initialization, eq. C.1";

    public override int Inputs => 2;

    public override int Outputs => 1;

    public override int TrainPoints => 16384;

    public override int TestPoints => 10000;

    /// <summary>Draws frequencies [4, 4] and amplitudes [4, 2], and gives the function.</summary>
    public static Func<double, double, double> Draw(ulong seed, double largestFrequency)
    {
        double[] nu = new double[4 * Waves];
        double[] a = new double[2 * Waves];
        RandomStream stream = RandomStream.Create(seed, "multiscale");
        stream.Split("frequencies").FillUniform<double>(nu, 0, largestFrequency);
        stream.Split("amplitudes").FillUniform<double>(a, 0, 2);
        return (x, y) =>
        {
            double sum = 0;
            for (int i = 0; i < Waves; i++)
            {
                sum += a[2 * i] * double.SinPi(2 * nu[4 * i] * x) * double.CosPi(2 * nu[(4 * i) + 1] * y);
                sum += a[(2 * i) + 1] * double.SinPi(2 * nu[(4 * i) + 2] * x) * double.SinPi(2 * nu[(4 * i) + 3] * y);
            }

            return sum;
        };
    }

    internal override Problem Build(int train, int test, ulong seed)
    {
        Func<double, double, double> f = Draw(seed, largestFrequency);
        DataSet training = Evaluate(f, UniformPoints(train, seed, "training points"));
        DataSet testing = Evaluate(f, Grid(Math.Max(2, (int)Math.Round(Math.Sqrt(test)))));
        DataSet validation = Evaluate(f, UniformPoints(testing.Count, seed, "validation points"));
        Standardization inputs = Standardization.OfColumns(training.Inputs);
        Standardization targets = Standardization.OfColumns(training.Targets);
        foreach (DataSet part in (DataSet[])[training, validation, testing])
        {
            inputs.ApplyInPlace(part.Inputs);
            targets.ApplyInPlace(part.Targets);
        }

        return Regression(training, validation, testing) with
        {
            InputNames = ["x", "y"],
            OutputNames = ["f"],
            InputScaling = inputs,
            TargetScaling = targets,
        };
    }

    static Matrix<double> UniformPoints(int count, ulong seed, string purpose)
    {
        double[] coordinates = new double[2 * count];
        RandomStream.Create(seed, "multiscale").Split(purpose).FillUniform<double>(coordinates, -1, 1);
        var points = new Matrix<double>(count, 2);
        for (int i = 0; i < count; i++)
            coordinates.AsSpan(2 * i, 2).CopyTo(points.Row(i));
        return points;
    }

    static Matrix<double> Grid(int side)
    {
        var points = new Matrix<double>(side * side, 2);
        for (int i = 0; i < points.Rows; i++)
        {
            points[i, 0] = -1 + (2.0 * (i / side) / (side - 1));
            points[i, 1] = -1 + (2.0 * (i % side) / (side - 1));
        }

        return points;
    }

    static DataSet Evaluate(Func<double, double, double> f, Matrix<double> points)
    {
        var targets = new Matrix<double>(points.Rows, 1);
        for (int i = 0; i < points.Rows; i++)
            targets[i, 0] = f(points[i, 0], points[i, 1]);
        return new DataSet(points, targets);
    }
}
