using System.Numerics;
using Kindling.LinearAlgebra;

namespace Kindling.Diagnostics;

/// <summary>
/// The eigenvalues of the covariance of the features over a batch of inputs, and what follows from them.
/// </summary>
/// <param name="Eigenvalues">Largest first, min(inputs - 1, units) of them; empty if a feature is not finite.</param>
public sealed record FeatureSpectrum(IReadOnlyList<double> Eigenvalues)
{
    /// <summary>
    /// The exponential of the entropy of the eigenvalues' shares (Roy and Vetterli 2007): between 1 and their
    /// number; 0 if the features are constant.
    /// </summary>
    public double EffectiveRank
    {
        get
        {
            double sum = Eigenvalues.Sum();
            if (!(sum > 0))
                return 0;
            return Math.Exp(-Eigenvalues.Where(v => v > 0).Sum(v => v / sum * Math.Log(v / sum)));
        }
    }

    /// <summary>The second largest eigenvalue over the largest (Cyr et al. 2019, Fig. 8, top).</summary>
    public double SecondToFirst => Ratio(1);

    /// <summary>The smallest eigenvalue over the largest (Cyr et al. 2019, Fig. 8, bottom).</summary>
    public double LastToFirst => Ratio(Eigenvalues.Count - 1);

    /// <summary>The spectrum of a batch.</summary>
    /// <param name="features">[inputs, units].</param>
    /// <typeparam name="T">float or double.</typeparam>
    public static FeatureSpectrum Of<T>(Matrix<T> features)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        Matrix<double> centered = features.To<double>();
        double largest = Center(centered);
        if (!double.IsFinite(largest) || centered.Rows < 2)
            return new(Array.Empty<double>());
        if (largest == 0)
            return new(new double[Math.Min(centered.Rows - 1, centered.Columns)]);
        for (int i = 0; i < centered.Rows; i++)
        {
            foreach (ref double value in centered.Row(i))
                value /= largest;
        }

        double[] singular = Spectral.SingularValues(centered);
        int count = Math.Min(centered.Rows - 1, centered.Columns);
        double scale = largest / Math.Sqrt(centered.Rows);
        return new([.. singular.Take(count).Select(s => s * scale * s * scale)]);
    }

    double Ratio(int index) =>
        Eigenvalues.Count == 0 || Eigenvalues[0] == 0
            ? 0
            : Eigenvalues[Math.Max(0, Math.Min(index, Eigenvalues.Count - 1))] / Eigenvalues[0];

    /// <summary>Subtracts the mean of each column; returns the largest absolute value left.</summary>
    static double Center(Matrix<double> features)
    {
        double largest = 0;
        for (int j = 0; j < features.Columns; j++)
        {
            double mean = 0;
            for (int i = 0; i < features.Rows; i++)
                mean += features[i, j] / features.Rows;
            for (int i = 0; i < features.Rows; i++)
            {
                features[i, j] -= mean;
                largest = double.IsNaN(features[i, j]) ? double.NaN : Math.Max(largest, Math.Abs(features[i, j]));
            }
        }

        return largest;
    }
}
