namespace Kindling.Calibration;

/// <summary>Which of two initializers is better, from many studies together.</summary>
/// <param name="Difference">The mean over studies of log(error of the second / error of the first).</param>
/// <param name="StandardError">Its standard error.</param>
sealed record TrueOrder(double Difference, double StandardError)
{
    /// <summary>A difference of more standard errors than this is settled.</summary>
    const double Settled = 3;

    /// <summary>Whether the order is known beyond doubt.</summary>
    public bool IsSettled => Math.Abs(Difference) > Settled * StandardError;

    /// <summary>The order of two initializers.</summary>
    /// <param name="families">Logarithms of errors: [study][initializer][seed].</param>
    /// <param name="first">The place of the first initializer.</param>
    /// <param name="second">The place of the second one.</param>
    public static TrueOrder Of(IReadOnlyList<double[][]> families, int first, int second)
    {
        double[] means = [.. families.Select(f => f[second].Zip(f[first], (b, a) => b - a).Average())];
        double mean = means.Average();
        double variance = means.Sum(m => (m - mean) * (m - mean)) / Math.Max(1, means.Length - 1);
        return new(mean, Math.Sqrt(variance / means.Length));
    }
}
