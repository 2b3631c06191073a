using System.Buffers.Binary;
using Kindling.LinearAlgebra;

namespace Kindling.Files;

/// <summary>Turns the samples of PNG rows into channel values in [0, 1].</summary>
internal sealed class PngColors
{
    readonly string _path;
    readonly PngHeader _header;
    readonly byte[] _palette;
    readonly byte[] _transparent;
    readonly int[] _key;

    /// <summary>Prepares the colors of a picture.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="header">What the samples are.</param>
    /// <param name="palette">Chunk PLTE.</param>
    /// <param name="transparent">Chunk tRNS, or null: the palette's alpha, or one color that is not there.</param>
    public PngColors(string path, PngHeader header, byte[] palette, byte[]? transparent)
    {
        (_path, _header, _palette, _transparent, _key) = (path, header, palette, transparent ?? [], []);
        int colors = header.Color is 0 or 4 ? 1 : 3;
        bool alpha = transparent is not null || header.Color is 4 or 6;
        Channels = colors + (alpha ? 1 : 0);
        if (transparent is null || header.HasPalette)
            return;
        if (header.Color is 4 or 6 || transparent.Length != 2 * colors)
            throw new FileFormatException(
                path, $"{transparent.Length} bytes of chunk tRNS", "the chunk of this color type");
        _key = new int[colors];
        for (int c = 0; c < colors; c++)
            _key[c] = BinaryPrimitives.ReadUInt16BigEndian(transparent.AsSpan(2 * c));
    }

    /// <summary>Channels of the picture.</summary>
    public int Channels { get; }

    /// <summary>Puts row y of a pass where it belongs.</summary>
    public void Read(byte[] row, Matrix<double> pixels, int y, PngPass pass)
    {
        int first = ((pass.Top + (y * pass.StepY)) * _header.Width) + pass.Left;
        for (int x = 0; x < pass.Width; x++)
        {
            Span<double> pixel = pixels.Row(first + (x * pass.StepX));
            if (_header.HasPalette)
                FromPalette(Sample(row, x), pixel);
            else
                FromSamples(row, x, pixel);
        }
    }

    void FromPalette(int entry, Span<double> pixel)
    {
        if (3 * entry >= _palette.Length)
            throw new FileFormatException(
                _path, $"color {entry}", $"less than the {_palette.Length / 3} of the palette");
        for (int c = 0; c < 3; c++)
            pixel[c] = _palette[(3 * entry) + c] / 255.0;
        if (Channels == 4)
            pixel[3] = entry < _transparent.Length ? _transparent[entry] / 255.0 : 1;
    }

    void FromSamples(byte[] row, int x, Span<double> pixel)
    {
        double largest = (1 << _header.Depth) - 1;
        bool isKey = _key.Length > 0;
        for (int c = 0; c < _header.Samples; c++)
        {
            int sample = Sample(row, (x * _header.Samples) + c);
            pixel[c] = sample / largest;
            isKey &= _key.Length > 0 && sample == _key[c];
        }

        if (_key.Length > 0)
            pixel[^1] = isKey ? 0 : 1;
    }

    int Sample(byte[] row, int place)
    {
        int depth = _header.Depth;
        if (depth == 8)
            return row[place];
        if (depth == 16)
            return (row[2 * place] << 8) | row[(2 * place) + 1];
        int bit = place * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }
}
