using System.Globalization;
using System.Text;
using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Sampling;

namespace Kindling.Calibration;

/// <summary>A law of rows: six normal inputs, a nonlinear target with noise.</summary>
/// <remarks>
/// y = sin(2 x1) + x2 x3 + |x4| / 2 + 3 x5 / 10 + noise of standard deviation 0.3; x6 has no influence.
/// </remarks>
static class RegressionLaw
{
    const int Inputs = 6;
    const double Noise = 0.3;

    /// <summary>Draws rows.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="number">Rows of different numbers are independent.</param>
    public static DataSet Draw(int count, int number)
    {
        RandomStream random = RandomStream.Create(0, "rows of a law").Split(number);
        var inputs = new Matrix<double>(count, Inputs);
        var targets = new Matrix<double>(count, 1);
        for (int i = 0; i < count; i++)
        {
            Span<double> x = inputs.Row(i);
            random.FillNormal(x);
            double target = Math.Sin(2 * x[0]) + (x[1] * x[2]) + (Math.Abs(x[3]) / 2) + (0.3 * x[4]);
            targets[i, 0] = target + (Noise * random.NextNormal());
        }

        return new(inputs, targets);
    }

    /// <summary>Writes rows as a table.</summary>
    /// <returns>Its path.</returns>
    public static string WriteTable(string folder, int rows, int number)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"law-{number}.csv");
        DataSet data = Draw(rows, number);
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(1, Inputs).Select(i => $"x{i}")).Append(",y\n");
        for (int i = 0; i < rows; i++)
        {
            foreach (double x in data.Inputs.Row(i))
                text.Append(CultureInfo.InvariantCulture, $"{x:R},");
            text.Append(CultureInfo.InvariantCulture, $"{data.Targets[i, 0]:R}\n");
        }

        AtomicFile.WriteText(path, text.ToString());
        return path;
    }
}
