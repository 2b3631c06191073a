using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Initialization;

/// <summary>An axis-aligned box, the smallest one around a set of points or a cube [0, side]^d.</summary>
internal sealed class InputBox
{
    InputBox(double[] lower, double[] upper)
    {
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The lower end of each side.</summary>
    public double[] Lower { get; }

    /// <summary>The upper end of each side; equal to the lower one where the points are constant.</summary>
    public double[] Upper { get; }

    /// <summary>[0, side]^dimensions.</summary>
    public static InputBox Cube(int dimensions, double side)
    {
        double[] upper = new double[dimensions];
        Array.Fill(upper, side);
        return new(new double[dimensions], upper);
    }

    /// <summary>The smallest box around the rows of a matrix.</summary>
    /// <remarks>Sides shorter than 1e-9 of their position count as constant. If all are, each becomes 1 long.</remarks>
    /// <exception cref="ArgumentException">There are no rows, or an entry is not finite.</exception>
    public static InputBox Around(Matrix<double> points)
    {
        if (points.Rows == 0)
            throw new ArgumentException("the training inputs have no rows.", nameof(points));
        if (points.FirstNotFinite() is (int sample, int input))
        {
            throw new ArgumentException(
                $"training input {input} of sample {sample} is {points[sample, input]}; it must be finite.",
                nameof(points));
        }

        double[] lower = points.Row(0).ToArray(), upper = points.Row(0).ToArray();
        for (int i = 0; i < points.Rows; i++)
        {
            TensorPrimitives.Min(lower, points.Row(i), lower);
            TensorPrimitives.Max(upper, points.Row(i), upper);
        }

        for (int j = 0; j < lower.Length; j++)
        {
            if (upper[j] - lower[j] <= 1e-9 * Math.Max(Math.Abs(lower[j]), Math.Abs(upper[j])))
                lower[j] = upper[j] = (lower[j] / 2) + (upper[j] / 2);
        }

        if (lower.AsSpan().SequenceEqual(upper))
        {
            for (int j = 0; j < lower.Length; j++)
                (lower[j], upper[j]) = (lower[j] - 0.5, upper[j] + 0.5);
        }

        return new(lower, upper);
    }

    /// <summary>A point, uniform in the box.</summary>
    public void FillUniform(RandomStream stream, Span<double> point)
    {
        stream.FillUniform(point, 0, 1);
        for (int j = 0; j < point.Length; j++)
            point[j] = Lower[j] + (point[j] * (Upper[j] - Lower[j]));
    }
}
