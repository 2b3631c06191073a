using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Files;

/// <summary>NumPy's <c>.npy</c> files: one array of numbers.</summary>
/// <remarks>
/// Versions 1.0 to 3.0 are read: floats of 2, 4 and 8 bytes, integers of 1 to 8 bytes, booleans; both byte orders; C
/// and Fortran order. Version 1.0, little-endian, C order is written.
/// </remarks>
public static partial class Npy
{
    const string Expected = "a .npy file";

    static ReadOnlySpan<byte> Mark => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>True if the file begins with the mark of the format; false too where it cannot be read.</summary>
    public static bool IsNpy(ReadOnlySpan<byte> beginning) => beginning.StartsWith(Mark);

    /// <summary>Reads an array with one or two axes; one axis becomes one column.</summary>
    /// <inheritdoc cref="Read"/>
    public static Matrix<double> ReadMatrix(string path) => Read(path).ToMatrix();

    /// <summary>Reads an array.</summary>
    /// <exception cref="FileFormatException">
    /// The file cannot be read, is not a .npy file, is cut off, or holds elements that are not numbers.
    /// </exception>
    public static NpyArray Read(string path)
    {
        using FileStream stream = InputFile.Open(path, Expected);
        byte[] start = new byte[Math.Min(12, stream.Length)];
        stream.ReadExactly(start);
        if (!IsNpy(start))
            throw new FileFormatException(path, "another beginning than \\x93NUMPY", Expected, byteOffset: 0);
        if (start.Length < 12)
            throw new FileFormatException(path, $"{start.Length} bytes", "a whole header");
        int version = start[6];
        if (version is not (1 or 2 or 3))
        {
            throw new FileFormatException(
                path, $"format version {version}.{start[7]}", "version 1, 2 or 3", byteOffset: 6);
        }

        int dataStart = version == 1 ? 10 : 12;
        long length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8))
            : BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
        if (dataStart + length > stream.Length)
        {
            throw new FileFormatException(
                path,
                $"a header of {length} bytes in a file of {stream.Length}",
                "a header that ends in the file",
                byteOffset: 8);
        }

        byte[] header = new byte[length];
        stream.Position = dataStart;
        stream.ReadExactly(header);
        return ReadValues(path, stream, Encoding.UTF8.GetString(header));
    }

    /// <summary>Writes a matrix as an array of shape (rows, columns), completely or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <typeparam name="T">float or double.</typeparam>
    public static void Write<T>(string path, Matrix<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header<T>($"({matrix.Rows}, {matrix.Columns})"));
            for (int i = 0; i < matrix.Rows; i++)
                LittleEndian.Write<T>(stream, matrix.Row(i));
        });
    }

    /// <summary>Writes a vector as an array of shape (length,), completely or not at all.</summary>
    /// <inheritdoc cref="Write{T}(string, Matrix{T})"/>
    public static void Write<T>(string path, ReadOnlyMemory<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Write(path, values, [values.Length]);

    /// <summary>Writes an array of any shape, completely or not at all.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="values">As many as the shape says, row-major.</param>
    /// <param name="shape">The extents, at least one.</param>
    /// <exception cref="ArgumentException">The shape does not fit the values.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <typeparam name="T">float or double.</typeparam>
    public static void Write<T>(string path, ReadOnlyMemory<T> values, ReadOnlySpan<int> shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string text = string.Join(", ", shape.ToArray());
        if (shape.Length == 0 || shape.ToArray().Aggregate(1L, (product, extent) => product * extent) != values.Length)
            throw new ArgumentException($"the shape is ({text}) for {values.Length} values.", nameof(shape));
        string header = shape.Length == 1 ? $"({text},)" : $"({text})";
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header<T>(header));
            LittleEndian.Write(stream, values.Span);
        });
    }

    static byte[] Header<T>(string shape)
    {
        ElementType.Require<T>();
        string type = typeof(T) == typeof(float) ? "<f4" : "<f8";
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = ((10 + text.Length + 1 + 63) / 64 * 64) - 10; // the data begin at a multiple of 64
        byte[] header = new byte[10 + length];
        Mark.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n", header.AsSpan(10));
        return header;
    }

    static NpyArray ReadValues(string path, FileStream stream, string header)
    {
        Match type = DescrPattern().Match(header);
        Match order = OrderPattern().Match(header);
        Match shape = ShapePattern().Match(header);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new FileFormatException(
                path,
                $"the header {header.Trim()}",
                "descr (a plain number type), fortran_order and shape",
                byteOffset: 10);
        }

        char kind = type.Groups[2].Value[0];
        int size = int.Parse(type.Groups[3].Value, CultureInfo.InvariantCulture);
        bool isKnown = kind switch
        {
            'f' => size is 2 or 4 or 8,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'b' => size == 1,
            _ => false,
        };
        if (!isKnown)
        {
            throw new FileFormatException(
                path,
                $"elements of type '{type.Groups[1].Value}{kind}{size}'",
                "numbers: f2, f4, f8, i1 to i8, u1 to u8, b1");
        }

        int[] extents = ReadShape(path, shape.Groups[1].Value);
        long count = RequireCount(path, stream, extents, size);
        double[] values = new double[count];
        bool bigEndian = type.Groups[1].Value == ">";
        byte[] buffer = new byte[size << 12];
        for (int done = 0; done < values.Length;)
        {
            int piece = Math.Min(1 << 12, values.Length - done);
            stream.ReadExactly(buffer, 0, piece * size);
            for (int i = 0; i < piece; i++)
                values[done + i] = Number.Decode(buffer.AsSpan(i * size, size), kind, bigEndian);
            done += piece;
        }

        return new NpyArray(extents, values, order.Groups[1].Value == "True", path);
    }

    static int[] ReadShape(string path, string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] shape = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                throw new FileFormatException(path, $"shape ({text})", "whole numbers below 2^31");
        }

        return shape;
    }

    static long RequireCount(string path, FileStream stream, int[] shape, int size)
    {
        Int128 count = 1;
        foreach (int extent in shape)
            count = count > long.MaxValue ? count : count * extent;
        long bytes = stream.Length - stream.Position;
        if (count * size != bytes)
        {
            throw new FileFormatException(
                path,
                $"{bytes} bytes of data",
                $"{count * size} for shape ({string.Join(", ", shape)})",
                byteOffset: stream.Position);
        }

        if (count > Array.MaxLength)
            throw new FileFormatException(path, $"{count} elements", $"at most {Array.MaxLength}");
        return (long)count;
    }

    [GeneratedRegex(@"['""]descr['""]\s*:\s*['""]([<>|=]?)([a-zA-Z])(\d{1,2})['""]")]
    internal static partial Regex DescrPattern();

    [GeneratedRegex(@"['""]fortran_order['""]\s*:\s*(True|False)")]
    internal static partial Regex OrderPattern();

    [GeneratedRegex(@"['""]shape['""]\s*:\s*\(([\d\s,]*)\)")]
    internal static partial Regex ShapePattern();
}
