namespace Kindling.MeanField;

/// <summary>
/// Moments on a logarithmic grid of variances: where all fixed points of every length map are looked for.
/// </summary>
sealed class MomentGrid
{
    const double Smallest = 1e-10;
    const double Largest = 1e10;
    const int PerDecade = 6;
    const int Parts = 32;

    readonly ActivationExpectations _expectations;
    readonly ActivationMoments[]?[] _parts;

    internal MomentGrid(ActivationExpectations expectations)
    {
        int count = (int)Math.Round(Math.Log10(Largest / Smallest) * PerDecade) + 1;
        _expectations = expectations;
        _parts = new ActivationMoments[count - 1][];
        Points = new ActivationMoments[count];
        for (int i = 0; i < count; i++)
            Points[i] = expectations.MomentsAt(Smallest * Math.Pow(10, (double)i / PerDecade));
    }

    /// <summary>Ascending in variance.</summary>
    internal ActivationMoments[] Points { get; }

    /// <summary>
    /// The part of the interval after a point, one of 32, in which a function changes its sign once more.
    /// </summary>
    /// <remarks>
    /// Computed where a scan needs it, and kept: a diagram asks for the same few intervals in every cell. Cubic
    /// interpolation in such a part is right to some 1e-9, so that one step of Newton's method is enough.
    /// </remarks>
    /// <param name="index">Of the point at the interval's lower end.</param>
    /// <param name="function">Of opposite sign at the ends of the interval.</param>
    internal (ActivationMoments Low, ActivationMoments High) Narrow(int index, Func<ActivationMoments, double> function)
    {
        ActivationMoments[] parts = _parts[index] ??= Divide(Points[index], Points[index + 1]);
        int sign = Math.Sign(function(parts[0])), low = 0, high = Parts;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (Math.Sign(function(parts[middle])) == sign)
                low = middle;
            else
                high = middle;
        }

        return (parts[low], parts[high]);
    }

    ActivationMoments[] Divide(ActivationMoments low, ActivationMoments high)
    {
        var parts = new ActivationMoments[Parts + 1];
        (parts[0], parts[Parts]) = (low, high);
        double ratio = high.Variance / low.Variance;
        for (int i = 1; i < Parts; i++)
            parts[i] = _expectations.MomentsAt(low.Variance * Math.Pow(ratio, (double)i / Parts));
        return parts;
    }
}
