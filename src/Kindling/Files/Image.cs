using Kindling.LinearAlgebra;

namespace Kindling.Files;

/// <summary>
/// A picture: one row of channel values for each pixel, in [0, 1], as stored (no gamma is taken out).
/// </summary>
/// <remarks>
/// One channel is gray, two are gray and alpha, three are red, green and blue, four are these and alpha. Alpha 1 is
/// opaque, and colors are not multiplied by it.
/// </remarks>
public sealed partial class Image
{
    /// <summary>The most pixels of an image: 2^24, that is 4096 squared.</summary>
    public const int MostPixels = 1 << 24;

    /// <summary>Makes a picture of values that exist.</summary>
    /// <param name="height">Rows of pixels, 1 or more.</param>
    /// <param name="width">Pixels of a row, 1 or more.</param>
    /// <param name="pixels">[height * width, channels], row by row from the top left, 1 to 4 channels.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the sizes do not agree.</exception>
    public Image(int height, int width, Matrix<double> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Rows != (long)height * width)
        {
            throw new ArgumentException(
                $"pixels has {pixels.Rows} rows; {height} x {width} pixels need {(long)height * width}.",
                nameof(pixels));
        }

        if (pixels.Columns is < 1 or > 4)
            throw new ArgumentException($"pixels has {pixels.Columns} columns; it must be 1 to 4.", nameof(pixels));
        Height = height;
        Width = width;
        Pixels = pixels;
    }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Values of a pixel, 1 to 4.</summary>
    public int Channels => Pixels.Columns;

    /// <summary>True if the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>[height * width, channels], row by row from the top left.</summary>
    public Matrix<double> Pixels { get; }

    /// <summary>Reads a PNG file or a PGM or PPM file; its first bytes say which.</summary>
    /// <exception cref="FileFormatException">It cannot be read, is neither, is damaged, or too large.</exception>
    public static Image Read(string path)
    {
        const string Expected = "an image: PNG, PGM or PPM";
        byte[] bytes = InputFile.ReadAll(path, Expected);
        if (PngReader.IsPng(bytes))
            return PngReader.Read(path, bytes);
        if (Netpbm.IsNetpbm(bytes))
            return Netpbm.Read(path, bytes);
        string beginning = Convert.ToHexString(bytes.AsSpan(0, Math.Min(8, bytes.Length)));
        throw new FileFormatException(path, $"the bytes {beginning}", Expected, byteOffset: 0);
    }

    /// <summary>What is seen before a white ground: the picture without alpha.</summary>
    public Image OnWhite()
    {
        if (!HasAlpha)
            return this;
        int colors = Channels - 1;
        var seen = new Matrix<double>(Pixels.Rows, colors);
        for (int i = 0; i < seen.Rows; i++)
        {
            double alpha = Pixels[i, colors];
            for (int c = 0; c < colors; c++)
                seen[i, c] = 1 + (alpha * (Pixels[i, c] - 1));
        }

        return new Image(Height, Width, seen);
    }

    /// <summary>Refuses sizes that would not fit, before anything is allocated.</summary>
    internal static void RequireSize(string path, long height, long width, long byteOffset)
    {
        if (height < 1 || width < 1)
            throw new FileFormatException(path, $"{width} x {height} pixels", "1 or more", byteOffset: byteOffset);
        if (height > MostPixels || width > MostPixels || height * width > MostPixels)
        {
            throw new FileFormatException(
                path, $"{width} x {height} pixels", $"at most {MostPixels} in all", byteOffset: byteOffset);
        }
    }
}
