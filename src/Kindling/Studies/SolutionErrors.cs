using Kindling.LinearAlgebra;

namespace Kindling.Studies;

/// <summary>How far a computed solution is from the exact one, over points and outputs.</summary>
/// <param name="RelativeL2">The root of the summed squared differences over that of the summed squared exact
/// values.</param>
/// <param name="RootMeanSquare">The root of the mean squared difference.</param>
/// <param name="Largest">The largest absolute difference.</param>
public sealed record SolutionErrors(double RelativeL2, double RootMeanSquare, double Largest)
{
    /// <summary>Compares values with exact ones.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static SolutionErrors Of(Matrix<double> values, Matrix<double> exact)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(exact);
        if (values.Rows != exact.Rows || values.Columns != exact.Columns)
        {
            throw new ArgumentException(
                $"there are {values.Rows} x {values.Columns} values for {exact.Rows} x {exact.Columns} exact ones.",
                nameof(values));
        }

        double differences = 0, squares = 0, largest = 0;
        for (int i = 0; i < exact.Rows; i++)
        {
            for (int j = 0; j < exact.Columns; j++)
            {
                double difference = values[i, j] - exact[i, j];
                differences += difference * difference;
                squares += exact[i, j] * exact[i, j];
                largest = Math.Max(largest, Math.Abs(difference));
            }
        }

        return new(
            Math.Sqrt(differences / squares), Math.Sqrt(differences / ((double)exact.Rows * exact.Columns)), largest);
    }
}
