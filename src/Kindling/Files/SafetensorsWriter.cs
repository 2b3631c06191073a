using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using Kindling.Simd;

namespace Kindling.Files;

/// <summary>A tensor that is to be written.</summary>
/// <param name="Name">Its name, unique in the file and not <c>__metadata__</c>.</param>
/// <param name="Shape">Its shape; the product is the number of values.</param>
/// <param name="Values">Its elements, row-major.</param>
/// <typeparam name="T">float (written as F32) or double (F64).</typeparam>
public sealed record NamedTensor<T>(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<T> Values)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Writes safetensors files.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes tensors and a map of strings, completely or not at all.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="tensors">The tensors; their bytes are in this order.</param>
    /// <param name="metadata">Strings that describe the file; null for none.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">Two tensors have one name, or a shape does not fit the values.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(
        string path, IReadOnlyList<NamedTensor<T>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] header = Header(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> prefix = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (NamedTensor<T> tensor in tensors)
                LittleEndian.Write(stream, tensor.Values.Span);
        });
    }

    static byte[] Header<T>(IReadOnlyList<NamedTensor<T>> tensors, IReadOnlyDictionary<string, string>? metadata)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ElementType.Require<T>();
        (string type, int size) = typeof(T) == typeof(float) ? ("F32", 4) : ("F64", 8);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        var names = new HashSet<string> { SafetensorsHeader.MetadataKey };
        long offset = 0;
        foreach (NamedTensor<T> tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException(
                    $"the name '{tensor.Name}' is taken; each tensor needs its own.", nameof(tensors));
            }

            RequireShape(tensor);
            long end = offset + ((long)tensor.Values.Length * size);
            WriteEntry(json, tensor.Name, type, tensor.Shape, offset, end);
            offset = end;
        }

        json.WriteEndObject();
        json.Flush();
        return Padded(buffer.WrittenSpan);
    }

    static void RequireShape<T>(NamedTensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = tensor.Shape.Aggregate(1L, (product, extent) => product * extent);
        if (count != tensor.Values.Length)
        {
            throw new ArgumentException(
                $"tensor '{tensor.Name}' has {tensor.Values.Length} values; its shape "
                + $"[{string.Join(", ", tensor.Shape)}] needs {count}.");
        }
    }

    static void WriteEntry(
        Utf8JsonWriter json, string name, string type, IReadOnlyList<int> shape, long begin, long end)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (int extent in shape)
            json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Spaces bring the first tensor to a multiple of 8 bytes, as the reference implementation does.</summary>
    static byte[] Padded(ReadOnlySpan<byte> json)
    {
        byte[] header = new byte[(json.Length + 7) / 8 * 8];
        header.AsSpan().Fill((byte)' ');
        json.CopyTo(header);
        return header;
    }
}
