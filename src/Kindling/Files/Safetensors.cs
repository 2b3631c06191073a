using System.Buffers.Binary;
using System.Numerics;

namespace Kindling.Files;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="ElementType">As the format writes it: <c>F32</c>, <c>F64</c>, <c>I64</c> ...</param>
/// <param name="Shape">Its shape; empty for a single number.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
public sealed record SafetensorsEntry(string Name, string ElementType, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}

/// <summary>A safetensors file that is open for reading: named tensors and a map of strings.</summary>
/// <remarks>
/// The format: 8 bytes, the length of the header; the header, JSON; the tensors' bytes, little-endian, without gaps.
/// Opening checks the whole header; the tensors are read when asked for.
/// </remarks>
public sealed class Safetensors : IDisposable
{
    const string Expected = "a safetensors file";

    readonly FileStream _stream;
    readonly long _dataStart;

    Safetensors(string path, FileStream stream, long dataStart, SafetensorsHeader header)
    {
        Path = path;
        _stream = stream;
        _dataStart = dataStart;
        Tensors = header.Tensors;
        Metadata = header.Metadata;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    /// <summary>The strings that describe the file; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="FileFormatException">
    /// The file cannot be read; it is shorter than its header or than its tensors; the header is not what the format
    /// asks for; a name occurs twice; offsets overlap, leave gaps, or do not fit to shape and element type.
    /// </exception>
    public static Safetensors Open(string path)
    {
        FileStream stream = InputFile.Open(path, Expected);
        try
        {
            Span<byte> prefix = stackalloc byte[8];
            if (stream.Length < 8)
            {
                throw new FileFormatException(
                    path, $"{stream.Length} bytes", "at least the 8 bytes of the header's length");
            }

            stream.ReadExactly(prefix);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (length > (ulong)(stream.Length - 8))
            {
                throw new FileFormatException(
                    path,
                    $"a header of {length} bytes in a file of {stream.Length}",
                    "a header that ends in the file",
                    byteOffset: 0);
            }

            if (length > SafetensorsHeader.LongestHeader)
            {
                throw new FileFormatException(
                    path, $"a header of {length} bytes", $"at most {SafetensorsHeader.LongestHeader}", byteOffset: 0);
            }

            byte[] json = new byte[length];
            stream.ReadExactly(json);
            long dataStart = 8 + (long)length;
            SafetensorsHeader header = SafetensorsHeader.Parse(path, json, stream.Length - dataStart);
            return new Safetensors(path, stream, dataStart, header);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name, or null.</summary>
    public SafetensorsEntry? Find(string name) => Tensors.FirstOrDefault(t => t.Name == name);

    /// <summary>Reads a tensor of F32 or F64 elements, rounded to nearest where necessary.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <param name="destination">As many elements as the shape says; row-major.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="FileFormatException">
    /// There is no such tensor, or it has another shape or another element type.
    /// </exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> does not fit the shape.</exception>
    public void Read<T>(string name, ReadOnlySpan<int> shape, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string wanted = $"tensor '{name}' of shape {Show(shape.ToArray().Select(s => (long)s))}";
        SafetensorsEntry entry = Find(name)
            ?? throw new FileFormatException(Path, $"no tensor '{name}' (there are: {NamesInShort()})", wanted);
        if (!entry.Shape.SequenceEqual(shape.ToArray().Select(s => (long)s)))
            throw new FileFormatException(Path, $"tensor '{name}' of shape {Show(entry.Shape)}", wanted);
        if (destination.Length != entry.Count)
        {
            throw new ArgumentException(
                $"destination has {destination.Length} elements; {wanted} has {entry.Count}.", nameof(destination));
        }

        _stream.Position = _dataStart + entry.Begin;
        switch (entry.ElementType)
        {
            case "F32":
                ReadConverted<float, T>(destination);
                break;
            case "F64":
                ReadConverted<double, T>(destination);
                break;
            default:
                throw new FileFormatException(
                    Path, $"tensor '{name}' of element type {entry.ElementType}", "F32 or F64");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    void ReadConverted<TFile, T>(Span<T> destination)
        where TFile : unmanaged, IFloatingPointIeee754<TFile>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Piece = 1 << 14;
        var buffer = new TFile[Math.Min(Piece, destination.Length)];
        for (int done = 0; done < destination.Length; done += Piece)
        {
            Span<TFile> piece = buffer.AsSpan(0, Math.Min(Piece, destination.Length - done));
            LittleEndian.ReadExactly(_stream, piece);
            for (int i = 0; i < piece.Length; i++)
                destination[done + i] = T.CreateTruncating(piece[i]);
        }
    }

    string NamesInShort()
    {
        if (Tensors.Count == 0)
            return "none";
        return string.Join(", ", Tensors.Take(8).Select(t => t.Name)) + (Tensors.Count > 8 ? " ..." : "");
    }

    internal static string Show(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
