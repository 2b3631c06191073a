namespace Kindling.MeanField;

/// <summary>
/// Moments on a logarithmic grid of variances: where all fixed points of every length map are looked for.
/// </summary>
sealed class MomentGrid
{
    const double Smallest = 1e-10;
    const double Largest = 1e10;
    const int PerDecade = 6;

    internal MomentGrid(ActivationExpectations expectations)
    {
        int count = (int)Math.Round(Math.Log10(Largest / Smallest) * PerDecade) + 1;
        Points = new ActivationMoments[count];
        for (int i = 0; i < count; i++)
            Points[i] = expectations.MomentsAt(Smallest * Math.Pow(10, (double)i / PerDecade));
    }

    /// <summary>Ascending in variance.</summary>
    internal ActivationMoments[] Points { get; }
}
