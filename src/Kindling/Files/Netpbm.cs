using Kindling.LinearAlgebra;

namespace Kindling.Files;

/// <summary>Reads PGM and PPM files: P2, P3 (text), P5, P6 (binary), largest value 1 to 65535.</summary>
internal sealed class Netpbm
{
    readonly string _path;
    readonly byte[] _bytes;
    int _at;

    Netpbm(string path, byte[] bytes) => (_path, _bytes) = (path, bytes);

    /// <summary>True if the bytes begin like one of these files, or like one of their relatives.</summary>
    public static bool IsNetpbm(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes[0] == 'P' && bytes[1] is >= (byte)'1' and <= (byte)'7';

    /// <summary>Reads a picture.</summary>
    /// <exception cref="FileFormatException">The file is damaged, cut off, too large, or one of the
    /// relatives.</exception>
    public static Image Read(string path, byte[] bytes) => new Netpbm(path, bytes).Read();

    Image Read()
    {
        char kind = (char)_bytes[1];
        if (kind is not ('2' or '3' or '5' or '6'))
            throw Wrong($"a file of kind P{kind}", "PGM or PPM: P2, P3, P5 or P6", 0);
        _at = 2;
        int width = Number("the width"), height = Number("the height");
        int channels = kind is '3' or '6' ? 3 : 1;
        Image.RequireSize(_path, height, width, byteOffset: 2);
        int place = _at, largest = Number("the largest value");
        if (largest is < 1 or > 65535)
            throw Wrong($"largest value {largest}", "1 to 65535", place);
        bool isText = kind is '2' or '3';
        int size = isText || largest > 255 ? 2 : 1; // A number in a text takes a digit and, but for the last, a space.
        if (!isText)
            _at++; // Exactly one white space before the samples.
        long count = (long)width * height * channels, least = isText ? (2 * count) - 1 : count * size;
        if (_bytes.Length - _at < least)
        {
            throw Wrong(
                $"{Math.Max(0, _bytes.Length - _at)} bytes of pixels", $"{least}{(isText ? " or more" : "")}", _at);
        }

        var pixels = new Matrix<double>(width * height, channels);
        for (int i = 0; i < pixels.Rows; i++)
        {
            foreach (ref double value in pixels.Row(i))
            {
                place = _at;
                int sample = isText ? Number("a sample") : Sample(size);
                if (sample > largest)
                    throw Wrong($"sample {sample}", $"at most {largest}", place);
                value = (double)sample / largest;
            }
        }

        return new Image(height, width, pixels);
    }

    int Sample(int size)
    {
        int sample = size == 1 ? _bytes[_at] : (_bytes[_at] << 8) | _bytes[_at + 1];
        _at += size;
        return sample;
    }

    /// <summary>The next number of a text, after white space and comments from # to the end of the line.</summary>
    int Number(string what)
    {
        while (_at < _bytes.Length && (IsSpace(_bytes[_at]) || _bytes[_at] == '#'))
        {
            if (_bytes[_at] == '#')
            {
                while (_at < _bytes.Length && _bytes[_at] is not ((byte)'\n' or (byte)'\r'))
                    _at++;
            }
            else
            {
                _at++;
            }
        }

        int start = _at;
        long number = 0;
        while (_at < _bytes.Length && char.IsAsciiDigit((char)_bytes[_at]) && number <= int.MaxValue)
            number = (10 * number) + _bytes[_at++] - '0';
        if (_at == start)
        {
            string found = _at == _bytes.Length ? "the end of the file" : $"the byte {_bytes[_at]:X2}";
            throw Wrong(found, $"{what}, a whole number", _at);
        }

        return number <= int.MaxValue ? (int)number : throw Wrong($"{what} {number} or more", "fewer", start);
    }

    static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    FileFormatException Wrong(string found, string expected, int at) => new(_path, found, expected, byteOffset: at);
}
