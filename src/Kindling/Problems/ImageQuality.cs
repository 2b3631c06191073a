using Kindling.LinearAlgebra;

namespace Kindling.Problems;

/// <summary>How near a picture is to another, in decibels over all pixels and channels.</summary>
/// <remarks>
/// With x the true values in [0, 1] and e what the other differs by: SNR = 10 log10(sum x^2 / sum e^2), PSNR = 10
/// log10(1 / mean e^2). Both are infinite where the pictures are equal, and SNR is undefined (NaN) for a black one.
/// </remarks>
/// <param name="Signal">The mean square of the true values.</param>
/// <param name="Noise">The mean square of the differences.</param>
public readonly record struct ImageQuality(double Signal, double Noise)
{
    /// <summary>The signal-to-noise ratio in dB.</summary>
    public double Snr => Signal == 0 ? double.NaN : Decibels(Signal / Noise);

    /// <summary>The peak-signal-to-noise ratio in dB, the peak being 1.</summary>
    public double Psnr => Decibels(1 / Noise);

    /// <summary>Compares values.</summary>
    /// <param name="truth">[pixels, channels].</param>
    /// <param name="shown">As large; values outside of [0, 1] are taken as what a picture shows for them, 0 and
    /// 1.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static ImageQuality Of(Matrix<double> truth, Matrix<double> shown)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(shown);
        if (truth.Rows != shown.Rows || truth.Columns != shown.Columns)
        {
            throw new ArgumentException(
                $"shown is {shown.Rows} x {shown.Columns}; truth is {truth.Rows} x {truth.Columns}.", nameof(shown));
        }

        double signal = 0, noise = 0;
        for (int i = 0; i < truth.Rows; i++)
        {
            ReadOnlySpan<double> expected = truth.Row(i), found = shown.Row(i);
            for (int c = 0; c < expected.Length; c++)
            {
                double difference = Math.Clamp(found[c], 0, 1) - expected[c];
                signal += expected[c] * expected[c];
                noise += difference * difference;
            }
        }

        double count = (double)truth.Rows * truth.Columns;
        return new ImageQuality(signal / count, noise / count);
    }

    static double Decibels(double ratio) => 10 * Math.Log10(ratio);
}
