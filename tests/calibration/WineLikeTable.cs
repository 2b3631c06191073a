using System.Globalization;
using System.Text;
using Kindling.Files;
using Kindling.Sampling;

namespace Kindling.Calibration;

/// <summary>
/// A synthetic table of the shape of the well-known wine data: 178 rows, 13 inputs, 3 classes. It holds no real wine.
/// </summary>
/// <remarks>
/// Each class is a Gaussian around a center of its own; all share one random mixing of the coordinates. The centers
/// are so close that a good classifier is wrong about some rows in a hundred.
/// </remarks>
static class WineLikeTable
{
    const int Inputs = 13;
    const double CenterSpread = 0.75;

    static readonly int[] s_rows = [59, 71, 48];

    /// <summary>Writes the table.</summary>
    /// <returns>Its path.</returns>
    public static string WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "wine-like.csv");
        AtomicFile.WriteText(path, Text());
        return path;
    }

    static string Text()
    {
        RandomStream random = RandomStream.Create(178, "wine-like table");
        var mixing = new double[Inputs * Inputs];
        var centers = new double[s_rows.Length * Inputs];
        random.FillNormal(mixing.AsSpan(), 0, 0.5 / Math.Sqrt(Inputs));
        random.FillNormal(centers.AsSpan(), 0, CenterSpread);
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(1, Inputs).Select(i => $"x{i}")).Append(",class\n");
        for (int c = 0; c < s_rows.Length; c++)
        {
            for (int row = 0; row < s_rows[c]; row++)
            {
                foreach (double value in Row(random, mixing, centers.AsSpan(c * Inputs, Inputs)))
                    text.Append(CultureInfo.InvariantCulture, $"{value:F4},");
                text.Append((char)('a' + c)).Append('\n');
            }
        }

        return text.ToString();
    }

    static double[] Row(RandomStream random, double[] mixing, ReadOnlySpan<double> center)
    {
        var noise = new double[Inputs];
        random.FillNormal(noise.AsSpan());
        var row = new double[Inputs];
        for (int i = 0; i < Inputs; i++)
        {
            row[i] = center[i] + noise[i];
            for (int j = 0; j < Inputs; j++)
                row[i] += mixing[(i * Inputs) + j] * noise[j];
        }

        return row;
    }
}
