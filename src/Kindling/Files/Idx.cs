using System.Buffers.Binary;
using Kindling.LinearAlgebra;

namespace Kindling.Files;

/// <summary>An array from an IDX file, the format of the MNIST digits.</summary>
/// <param name="Shape">The extent of each axis; the first counts the items.</param>
/// <param name="Values">[items, numbers of one item], e.g. one image a row.</param>
public sealed record IdxArray(IReadOnlyList<int> Shape, Matrix<double> Values);

/// <summary>Reads IDX files, also packed with gzip.</summary>
public static class Idx
{
    const string Expected = "an IDX file";

    /// <summary>True if the bytes begin like an IDX file: two zeros, a known element type, one axis or more.</summary>
    public static bool IsIdx(ReadOnlySpan<byte> beginning) =>
        beginning is [0, 0, 0x08 or 0x09 or 0x0B or 0x0C or 0x0D or 0x0E, > 0, ..];

    /// <summary>Reads an array.</summary>
    /// <exception cref="FileFormatException">
    /// The file cannot be read, is not an IDX file, or has not the length it states.
    /// </exception>
    public static IdxArray Read(string path)
    {
        byte[] bytes = InputFile.ReadAllUnpacked(path, Expected);
        if (!IsIdx(bytes))
        {
            string beginning = Convert.ToHexString(bytes.AsSpan(0, Math.Min(4, bytes.Length)));
            throw new FileFormatException(path, $"the bytes {beginning}", Expected, byteOffset: 0);
        }

        (char kind, int size) = ElementOf(bytes[2]);
        int[] shape = ReadShape(path, bytes);
        int start = 4 + (4 * shape.Length);
        Int128 count = shape.Aggregate((Int128)1, (product, n) => product > long.MaxValue ? product : product * n);
        if (count * size != bytes.Length - start)
        {
            throw new FileFormatException(
                path,
                $"{bytes.Length - start} bytes of data",
                $"{count * size} for {string.Join(" x ", shape)} elements of {size} bytes",
                byteOffset: start);
        }

        var values = new Matrix<double>(shape[0], shape[0] == 0 ? 0 : (int)count / shape[0]);
        ReadOnlySpan<byte> rest = bytes.AsSpan(start);
        for (int i = 0; i < values.Rows; i++)
        {
            foreach (ref double value in values.Row(i))
            {
                value = Number.Decode(rest[..size], kind, bigEndian: true);
                rest = rest[size..];
            }
        }

        return new IdxArray(shape, values);
    }

    /// <summary>Signed, unsigned or float, and how many bytes.</summary>
    static (char Kind, int Size) ElementOf(byte code) => code switch
    {
        0x08 => ('u', 1),
        0x09 => ('i', 1),
        0x0B => ('i', 2),
        0x0C => ('i', 4),
        0x0D => ('f', 4),
        _ => ('f', 8),
    };

    static int[] ReadShape(string path, ReadOnlySpan<byte> bytes)
    {
        int axes = bytes[3], end = 4 + (4 * axes);
        if (bytes.Length < end)
        {
            throw new FileFormatException(
                path, $"{bytes.Length} bytes", $"the {end} bytes of a header with {axes} axes");
        }

        int[] shape = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 + (4 * i))..]);
            if (shape[i] < 0)
                throw new FileFormatException(path, $"extent {shape[i]}", "0 or more", byteOffset: 4 + (4 * i));
        }

        return shape;
    }
}
