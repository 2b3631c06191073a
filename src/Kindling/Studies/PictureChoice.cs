using Kindling.Files;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>What a study says about a picture that is fitted.</summary>
/// <param name="Path">A PNG, PGM or PPM file, or <see cref="City"/>.</param>
public sealed record PictureChoice(string Path)
{
    /// <summary>The name of the picture that comes along.</summary>
    public const string City = "builtin:city";

    /// <summary>Pixels of a side of <see cref="City"/> unless told otherwise.</summary>
    public const int CitySize = 256;

    /// <summary>Errors are measured on at most so many pixels.</summary>
    const int MostTestPixels = 16384;

    /// <summary>The first 16 hexadecimal digits of the file's SHA-256; null for <see cref="City"/>.</summary>
    public string? Hash { get; init; }

    /// <summary>The longer side is shrunk to at most so many pixels; null leaves it.</summary>
    public int? Size { get; init; }

    /// <summary>The share of pixels that is trained on.</summary>
    public double Sample { get; init; } = 0.25;

    /// <summary>lambda of (C.2), per pixel.</summary>
    public double TotalVariation { get; init; } = 0.01;

    /// <summary>Random places of the total variation in a step: as many as pixels.</summary>
    public int Places { get; init; } = new ImageRegressionOptions().VariationPoints;

    /// <summary>The picture, without alpha.</summary>
    /// <exception cref="ArgumentException">No picture of this name comes along, or the size is out of
    /// range.</exception>
    /// <exception cref="FileFormatException">The file is no picture.</exception>
    public Image Open()
    {
        if (Path == City)
            return CityImage.Create(Size ?? CitySize);
        if (Path.StartsWith("builtin:", StringComparison.Ordinal))
            throw new ArgumentException($"there is no picture '{Path}'; the one that comes along is {City}.");
        Image image = Image.Read(Path).OnWhite();
        return Size is int longest ? image.Shrunk(longest) : image;
    }

    /// <summary>The problem; errors are measured on the whole picture, in units of its scaled colors.</summary>
    /// <param name="seed">Chooses the pixels.</param>
    /// <param name="validationFraction">The share of the sampled pixels that is held out.</param>
    internal Problem Load(ulong seed, double validationFraction)
    {
        var options = new ImageRegressionOptions
        {
            Sample = Sample,
            TotalVariation = TotalVariation,
            VariationPoints = Places,
            ValidationFraction = validationFraction,
            Seed = seed,
        };
        var regression = new ImageRegression(Open(), options);
        return regression.Problem with { Test = regression.Pixels(MostTestPixels) };
    }
}
