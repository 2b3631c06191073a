namespace Kindling.Problems;

/// <summary>In what the distance is measured that the Jacobian of total variation divides by.</summary>
public enum VariationUnits
{
    /// <summary>Pixels: the square is that of the difference between neighboring pixels.</summary>
    Pixels,

    /// <summary>The network's inputs, of variance 1 over the picture: (C.2) as it is printed.</summary>
    Inputs,
}

/// <summary>What of a picture is trained on.</summary>
/// <remarks>
/// Total variation counts per pixel, not per unit of the scaled inputs as (C.2) is printed: in those units the squared
/// Jacobian of a sharp picture is about side^2 / 12 times larger, so that the paper's lambda of 0.01 blurs everything
/// and its Table 1, where 0.01 changes next to nothing, could not be (ERRATA G12).
/// </remarks>
public sealed record ImageRegressionOptions
{
    /// <summary>The share of pixels, above 0 and at most 1; at least one pixel is trained on.</summary>
    public double Sample { get; init; } = 0.25;

    /// <summary>
    /// The share of the sampled pixels that choose the learning rate and the step instead of being trained on, in
    /// [0, 1); above 0 at least one pixel.
    /// </summary>
    public double ValidationFraction { get; init; }

    /// <summary>lambda, finite and at least 0; 0 leaves the term out.</summary>
    public double TotalVariation { get; init; } = 0.01;

    /// <summary>In what the Jacobian is taken.</summary>
    public VariationUnits VariationUnits { get; init; } = VariationUnits.Pixels;

    /// <summary>Random places at which the Jacobian is taken in a step, new ones each time; 1 or more.</summary>
    public int VariationPoints { get; init; } = 512;

    /// <summary>Chooses the pixels, and the places on which curves are measured.</summary>
    public ulong Seed { get; init; }

    /// <summary>Refuses numbers that are out of range.</summary>
    /// <exception cref="ArgumentException">The message names the number, its value and the range.</exception>
    internal void Require()
    {
        if (!(Sample > 0 && Sample <= 1))
            throw new ArgumentException($"sample is {Sample}; it must be above 0 and at most 1.", nameof(Sample));
        if (!(ValidationFraction >= 0 && ValidationFraction < 1))
        {
            throw new ArgumentException(
                $"validationFraction is {ValidationFraction}; it must be at least 0 and below 1.",
                nameof(ValidationFraction));
        }

        if (!(TotalVariation >= 0) || !double.IsFinite(TotalVariation))
            throw new ArgumentException(
                $"totalVariation is {TotalVariation}; it must be finite and at least 0.", nameof(TotalVariation));
        if (VariationPoints < 1)
            throw new ArgumentException(
                $"variationPoints is {VariationPoints}; it must be 1 or more.", nameof(VariationPoints));
    }
}
