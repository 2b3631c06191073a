using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Problems;

/// <summary>A picture as a function of the place, learned from some of its pixels (Wang et al. 2021, C.4).</summary>
/// <remarks>
/// Inputs are column and row, targets the channels. The loss is (C.2): the mean over pixels of |f(x) - y|^2, channels
/// added up, and lambda times the mean over random places of the squared Frobenius norm of the Jacobian, which the
/// paper calls total variation; both are exact. Columns and rows are scaled to mean 0 and variance 1 over the picture,
/// so a side reaches from about -1.73 to 1.73. Channels are shifted to mean 0 over the sampled pixels, and divided by
/// one factor so that their mean variance is 1: the loss weighs channels as the SNR does. A side of one pixel has
/// coordinate 0; in a picture of one color every target is 0. Immutable.
/// </remarks>
public sealed class ImageRegression
{
    readonly Standardization _places;
    readonly Standardization _colors;

    /// <summary>Samples a picture.</summary>
    /// <param name="image">Without alpha; see <see cref="Image.OnWhite"/>.</param>
    /// <param name="options">What to train on; null takes the defaults.</param>
    /// <exception cref="ArgumentException">
    /// A number is out of range, no pixel is left to train on, or the picture has alpha.
    /// </exception>
    public ImageRegression(Image image, ImageRegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        options ??= new ImageRegressionOptions();
        options.Require();
        if (image.HasAlpha)
            throw new ArgumentException("the image has an alpha channel; OnWhite() takes it away.", nameof(image));
        Image = image;
        _places = new Standardization(
            [Center(image.Width), Center(image.Height)], [Spread(image.Width), Spread(image.Height)]);
        int count = Math.Max(1, (int)Math.Round(options.Sample * image.Pixels.Rows));
        int training = count - ValidationCount(count, options.ValidationFraction);
        int[] order = RandomStream.Create(options.Seed, "pixels").NextPermutation(image.Pixels.Rows);
        SampledPixels = [.. order.Take(training).Order()];
        ValidationPixels = [.. order[training..count].Order()];
        var targets = new Matrix<double>(training, image.Channels);
        image.Pixels.GatherRows([.. SampledPixels], targets);
        _colors = OneFactor(Standardization.OfColumns(targets));
        var data = new Term { Data = Scaled([.. SampledPixels]), Weight = image.Channels };
        Problem = new Problem
        {
            Name = "image",
            Description = $"{training} of {image.Pixels.Rows} pixels of a picture of {image.Width} x {image.Height}"
                + (training < count ? $", {count - training} for validation" : ""),
            Inputs = 2,
            Outputs = image.Channels,
            Terms = options.TotalVariation == 0 ? [data] : [data, Variation(options)],
            Validation = training == count ? [] : [data with { Data = Scaled([.. ValidationPixels]) }],
            InputNames = ["column", "row"],
            OutputNames = image.Channels == 1 ? ["gray"] : ["red", "green", "blue"],
            InputScaling = _places,
            TargetScaling = _colors,
        };
    }

    /// <summary>The picture.</summary>
    public Image Image { get; }

    /// <summary>The pixels that are trained on, as rows of <see cref="Image.Pixels"/>, ascending.</summary>
    public IReadOnlyList<int> SampledPixels { get; }

    /// <summary>The sampled pixels that are kept from training to choose rate and step, ascending.</summary>
    public IReadOnlyList<int> ValidationPixels { get; }

    /// <summary>What a trainer takes: the sampled pixels, and the Jacobian at random places.</summary>
    public Problem Problem { get; }

    /// <summary>The inputs that belong to some pixels.</summary>
    /// <param name="pixels">Rows of <see cref="Image.Pixels"/>.</param>
    /// <returns>[pixels, 2]: column and row, scaled.</returns>
    public Matrix<double> Places(ReadOnlySpan<int> pixels)
    {
        var places = new Matrix<double>(pixels.Length, 2);
        for (int i = 0; i < pixels.Length; i++)
            (places[i, 0], places[i, 1]) = (pixels[i] % Image.Width, pixels[i] / Image.Width);
        _places.ApplyInPlace(places);
        return places;
    }

    /// <summary>
    /// Pixels of the whole picture, those trained on included, scaled as the training data: what a network is judged
    /// on.
    /// </summary>
    /// <param name="most">A larger picture gives so many of its pixels, chosen at random but always the same.</param>
    public DataSet Pixels(int most)
    {
        int all = Image.Pixels.Rows;
        int[] chosen = all <= most
            ? [.. Enumerable.Range(0, all)]
            : [.. RandomStream.Create(0, "curve pixels").NextPermutation(all).Take(most).Order()];
        return Scaled(chosen);
    }

    /// <summary>Turns outputs into channel values.</summary>
    /// <param name="outputs">[pixels, channels], replaced.</param>
    public void ToColors(Matrix<double> outputs) => _colors.UndoInPlace(outputs);

    /// <summary>White where a pixel is trained on, black elsewhere.</summary>
    public Image Mask()
    {
        var mask = new Matrix<double>(Image.Pixels.Rows, 1);
        foreach (int pixel in SampledPixels)
            mask[pixel, 0] = 1;
        return new Image(Image.Height, Image.Width, mask);
    }

    /// <summary>Some pixels as inputs and targets.</summary>
    DataSet Scaled(int[] pixels)
    {
        var targets = new Matrix<double>(pixels.Length, Image.Channels);
        Image.Pixels.GatherRows(pixels, targets);
        _colors.ApplyInPlace(targets);
        return new DataSet(Places(pixels), targets);
    }

    static int ValidationCount(int sampled, double fraction)
    {
        if (fraction == 0)
            return 0;
        int count = Math.Max(1, (int)Math.Round(fraction * sampled));
        return count < sampled
            ? count
            : throw new ArgumentException(
                $"validationFraction is {fraction}: none of {sampled} sampled pixels is left for training; "
                + "lower it or sample more.",
                nameof(fraction));
    }

    Term Variation(ImageRegressionOptions options)
    {
        double x = Image.Width == 1 ? 0 : Center(Image.Width) / _places.Scale[0];
        double y = Image.Height == 1 ? 0 : Center(Image.Height) / _places.Scale[1];
        int points = options.VariationPoints;
        var places = new PointCloud(new Domain([-x, -y], [x, y]), points, PointSpread.Uniform, Redrawn: true);
        return new Term
        {
            Name = "variation",
            Operator = options.VariationUnits == VariationUnits.Inputs
                ? LinearOperator.Gradient(2)
                : LinearOperator.Gradient([.. _places.Scale.Select(s => s == 0 ? 0 : 1 / s)]),
            Weight = options.TotalVariation * Image.Channels,
            Data = new DataSet(places.Draw(options.Seed), new Matrix<double>(points, 2 * Image.Channels)),
            Fresh = new FreshPoints(places, (_, values) => values.Clear()),
        };
    }

    static double Center(int side) => (side - 1) / 2.0;

    /// <summary>The standard deviation of 0, 1, ... side - 1.</summary>
    static double Spread(int side) => Math.Sqrt((((double)side * side) - 1) / 12);

    /// <summary>The same centers, and the root of the mean variance as scale of all columns.</summary>
    static Standardization OneFactor(Standardization own)
    {
        double scale = Math.Sqrt(own.Scale.Average(s => s * s));
        return own with { Scale = [.. own.Scale.Select(_ => scale)] };
    }
}
