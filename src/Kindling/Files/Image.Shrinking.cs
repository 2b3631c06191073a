using Kindling.LinearAlgebra;

namespace Kindling.Files;

/// <content>Smaller pictures, and several in one.</content>
public sealed partial class Image
{
    /// <summary>
    /// The picture shrunk so that its longer side has at most so many pixels; as it is if it is small enough.
    /// </summary>
    /// <remarks>
    /// A pixel is the mean over the rectangle that it covers, pixels at the border counted by their share.
    /// </remarks>
    /// <param name="longerSide">Pixels, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public Image Shrunk(int longerSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longerSide, 1);
        int longer = Math.Max(Height, Width);
        if (longer <= longerSide)
            return this;
        int height = Math.Max(1, (int)Math.Round((double)Height * longerSide / longer));
        int width = Math.Max(1, (int)Math.Round((double)Width * longerSide / longer));
        List<(int At, double Share)>[] rows = Shares(Height, height), columns = Shares(Width, width);
        var small = new Matrix<double>(height * width, Channels);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<double> pixel = small.Row((y * width) + x);
                foreach ((int row, double rowShare) in rows[y])
                {
                    foreach ((int column, double columnShare) in columns[x])
                    {
                        ReadOnlySpan<double> covered = Pixels.Row((row * Width) + column);
                        for (int c = 0; c < pixel.Length; c++)
                            pixel[c] += rowShare * columnShare * covered[c];
                    }
                }
            }
        }

        return new Image(height, width, small);
    }

    /// <summary>Pictures of one height and one number of channels in a row, with white gaps between them.</summary>
    /// <param name="images">At least one.</param>
    /// <param name="gap">The width of a gap in pixels.</param>
    /// <exception cref="ArgumentException">There is none, or heights or channels differ.</exception>
    public static Image Row(IReadOnlyList<Image> images, int gap)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        if (images.Count == 0 || images.Any(i => i.Height != images[0].Height || i.Channels != images[0].Channels))
            throw new ArgumentException("images must be one or more of equal height and channels.", nameof(images));
        int height = images[0].Height, width = images.Sum(i => i.Width) + (gap * (images.Count - 1));
        var pixels = new Matrix<double>(checked(height * width), images[0].Channels);
        for (int y = 0; y < height; y++)
        {
            int at = y * width;
            foreach (Image image in images)
            {
                for (int x = 0; x < image.Width; x++)
                    image.Pixels.Row((y * image.Width) + x).CopyTo(pixels.Row(at++));
                for (int x = 0; x < gap && at < (y + 1) * width; x++)
                    pixels.Row(at++).Fill(1);
            }
        }

        return new Image(height, width, pixels);
    }

    /// <summary>For each of the few new places, the old ones that it covers, with shares that add up to 1.</summary>
    static List<(int At, double Share)>[] Shares(int many, int few)
    {
        var shares = new List<(int, double)>[few];
        double length = (double)many / few;
        for (int i = 0; i < few; i++)
        {
            shares[i] = [];
            double from = i * length, to = Math.Min(many, (i + 1) * length);
            for (int at = (int)from; at < to && at < many; at++)
                shares[i].Add((at, (Math.Min(to, at + 1) - Math.Max(from, at)) / (to - from)));
        }

        return shares;
    }
}
