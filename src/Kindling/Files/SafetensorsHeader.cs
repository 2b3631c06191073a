using System.Text.Json;

namespace Kindling.Files;

/// <summary>The header of a safetensors file, read and checked.</summary>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The limit of the reference implementation, in bytes.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>The key of the string map.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Reads the JSON and checks it against the number of bytes that follow it.</summary>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataBytes)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FileFormatException(
                path, "a header that is not JSON", "the JSON header of a safetensors file", byteOffset: 8, cause: e);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FileFormatException(
                    path, $"a header that is {Kind(document.RootElement)}", "an object", byteOffset: 8);
            }

            var tensors = new List<SafetensorsEntry>();
            var names = new HashSet<string>();
            var metadata = new Dictionary<string, string>();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw new FileFormatException(
                        path, $"two tensors '{property.Name}' in the header", "each name once");
                }

                if (property.Name == MetadataKey)
                    ReadMetadata(path, property.Value, metadata);
                else
                    tensors.Add(ReadEntry(path, property));
            }

            tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            CheckOffsets(path, tensors, dataBytes);
            return new SafetensorsHeader(tensors, metadata);
        }
    }

    static void ReadMetadata(string path, JsonElement map, Dictionary<string, string> metadata)
    {
        if (map.ValueKind != JsonValueKind.Object)
            throw new FileFormatException(path, $"metadata that is {Kind(map)}", "a map of strings");
        foreach (JsonProperty item in map.EnumerateObject())
        {
            if (item.Value.ValueKind != JsonValueKind.String)
                throw new FileFormatException(path, $"metadata '{item.Name}' that is {Kind(item.Value)}", "a string");
            metadata[item.Name] = item.Value.GetString()!;
        }
    }

    static SafetensorsEntry ReadEntry(string path, JsonProperty property)
    {
        JsonElement entry = property.Value;
        if (entry.ValueKind == JsonValueKind.Object
            && entry.TryGetProperty("dtype", out JsonElement type) && type.ValueKind == JsonValueKind.String
            && entry.TryGetProperty("shape", out JsonElement shape) && TryReadCounts(shape, out long[] sizes)
            && entry.TryGetProperty("data_offsets", out JsonElement offsets) && TryReadCounts(offsets, out long[] range)
            && range is [long begin, long end])
            return new SafetensorsEntry(property.Name, type.GetString()!, sizes, begin, end);
        throw new FileFormatException(
            path,
            $"tensor '{property.Name}' described by {Shorten(entry.GetRawText())}",
            "dtype, shape and two data_offsets");
    }

    static bool TryReadCounts(JsonElement array, out long[] counts)
    {
        counts = [];
        if (array.ValueKind != JsonValueKind.Array)
            return false;
        var list = new List<long>();
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long value) || value < 0)
                return false;
            list.Add(value);
        }

        counts = [.. list];
        return true;
    }

    /// <summary>The tensors follow each other without gap or overlap, and each has the bytes its shape needs.</summary>
    static void CheckOffsets(string path, List<SafetensorsEntry> tensors, long dataBytes)
    {
        long expectedBegin = 0;
        foreach (SafetensorsEntry tensor in tensors)
        {
            string here = $"tensor '{tensor.Name}' at data bytes {tensor.Begin} to {tensor.End}";
            if (tensor.End < tensor.Begin)
                throw new FileFormatException(path, here, "an end that is not before the beginning");
            if (tensor.End > dataBytes)
            {
                throw new FileFormatException(
                    path, $"{here} of only {dataBytes}", "the tensor's bytes in the file (it may have been cut off)");
            }

            if (tensor.Begin != expectedBegin)
            {
                string problem = tensor.Begin < expectedBegin ? "overlapping the tensor before" : "after a gap";
                throw new FileFormatException(path, $"{here}, {problem}", $"it to begin at {expectedBegin}");
            }

            CheckSize(path, tensor, here);
            expectedBegin = tensor.End;
        }

        if (expectedBegin != dataBytes)
        {
            throw new FileFormatException(
                path, $"{dataBytes} bytes of data", $"{expectedBegin}, where the last tensor ends");
        }
    }

    static void CheckSize(string path, SafetensorsEntry tensor, string here)
    {
        int size = ElementSize(tensor.ElementType);
        if (size == 0)
            return; // A type of a later version: its tensors cannot be read here, the others can.
        Int128 bytes = size;
        foreach (long extent in tensor.Shape)
            bytes = extent == 0 ? 0 : bytes > long.MaxValue ? bytes : bytes * extent;
        if (bytes != tensor.End - tensor.Begin)
        {
            throw new FileFormatException(
                path, here, $"{bytes} bytes for {tensor.ElementType} of shape {Safetensors.Show(tensor.Shape)}");
        }
    }

    static int ElementSize(string type) => type switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" => 1,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "F32" or "I32" or "U32" => 4,
        "F64" or "I64" or "U64" => 8,
        _ => 0,
    };

    static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => Shorten(element.GetRawText()),
    };

    static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
