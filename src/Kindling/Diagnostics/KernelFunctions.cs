using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>
/// The tangent kernel of the first output on a line of inputs, each kernel function x -> K(x, center) normalized to
/// unit area (Wang et al. 2021, Fig. 4): how far the answer to one training point reaches.
/// </summary>
/// <param name="Places">
/// Evenly spaced, of mean 0 and variance 1: at place t all inputs are t.
/// </param>
/// <param name="Values">[centers, places], each row divided by the area under its magnitude; NaN where the kernel is
/// not finite.</param>
public sealed record KernelFunctions(IReadOnlyList<double> Places, Matrix<double> Values)
{
    /// <summary>Points of the line, as in the paper.</summary>
    public const int UsualPoints = 256;

    /// <summary>
    /// The mean distance at which a kernel function has fallen to half of its value at the center, over centers from
    /// which it does so within the line; NaN if there is none.
    /// </summary>
    public double HalfWidth
    {
        get
        {
            double step = Places[1] - Places[0], sum = 0;
            int count = 0;
            for (int i = 0; i < Values.Rows; i++)
            {
                if (FallsToHalf(i) is not int places)
                    continue;
                sum += places * step;
                count++;
            }

            return count == 0 ? double.NaN : sum / count;
        }
    }

    /// <summary>
    /// The mean over centers of K(center, center +- d) / K(center, center), d = 0, 1, ... steps up to the line's half.
    /// </summary>
    public IReadOnlyList<double> MeanProfile
    {
        get
        {
            double[] profile = new double[(Values.Rows + 1) / 2];
            for (int d = 0; d < profile.Length; d++)
            {
                double sum = 0;
                for (int i = 0; i + d < Values.Rows; i++)
                    sum += (Values[i, i + d] / Values[i, i]) + (Values[i + d, i] / Values[i + d, i + d]);
                profile[d] = sum / (2 * (Values.Rows - d));
            }

            return profile;
        }
    }

    /// <summary>The kernel functions of a network.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="points">Points of the line, 2 or more.</param>
    /// <typeparam name="T">float or double; the kernel is computed in double.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two points.</exception>
    public static KernelFunctions Of<T>(Parameters<T> parameters, int points = UsualPoints)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        // Evenly spaced numbers -h ... h have variance h^2 (n + 1) / (3 (n - 1)).
        double half = Math.Sqrt(3 * (points - 1.0) / (points + 1)), step = 2 * half / (points - 1);
        double[] places = [.. Enumerable.Range(0, points).Select(i => (i * step) - half)];
        var inputs = new Matrix<double>(points, parameters.Network.Inputs);
        for (int i = 0; i < points; i++)
            inputs.Row(i).Fill(places[i]);
        Matrix<double> kernel = EmpiricalNtk.Of(parameters.To<double>(), inputs);
        for (int i = 0; i < points; i++)
        {
            double area = 0;
            foreach (double value in kernel.Row(i))
                area += Math.Abs(value) * step;
            foreach (ref double value in kernel.Row(i))
                value /= area;
        }

        return new(places, kernel);
    }

    /// <summary>
    /// Places from the center to where the function is first below half of its value there, on the nearer side.
    /// </summary>
    int? FallsToHalf(int center)
    {
        ReadOnlySpan<double> row = Values.Row(center);
        double half = row[center] / 2;
        for (int d = 1; d < row.Length; d++)
        {
            if ((center + d < row.Length && row[center + d] <= half) || (center - d >= 0 && row[center - d] <= half))
                return d;
        }

        return null;
    }
}
