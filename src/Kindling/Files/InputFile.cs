using System.Buffers.Binary;
using System.IO.Compression;

namespace Kindling.Files;

/// <summary>Opens files for the readers, so that every unreadable file fails in the same words.</summary>
internal static class InputFile
{
    /// <summary>Opens a file that must hold at least one byte.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, for the message, e.g. "a CSV table".</param>
    /// <exception cref="FileFormatException">It does not exist, cannot be read, is a folder, or is empty.</exception>
    public static FileStream Open(string path, string expected)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new FileFormatException(path, "a folder", expected);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileFormatException(path, "no such file", expected, cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFormatException(path, "a file that cannot be opened", expected, cause: e);
        }

        if (stream.CanSeek && stream.Length == 0)
        {
            stream.Dispose();
            throw new FileFormatException(path, "an empty file", expected);
        }

        return stream;
    }

    /// <summary>The first 8 bytes of a file (fewer if it is shorter), unpacked if it is packed with gzip.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] Beginning(string path, string expected)
    {
        using FileStream file = Open(path, expected);
        try
        {
            using Stream content = Unpacked(file);
            byte[] beginning = new byte[8];
            int length = content.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
            return beginning[..length];
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(path, "damaged gzip data", expected, cause: e);
        }
    }

    /// <summary>All bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAll(string path, string expected)
    {
        using FileStream file = Open(path, expected);
        using var bytes = new MemoryStream();
        try
        {
            file.CopyTo(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFormatException(path, "a file that cannot be read", expected, cause: e);
        }

        return bytes.ToArray();
    }

    /// <summary>All bytes of a file, unpacked if they begin with the mark of gzip.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAllUnpacked(string path, string expected)
    {
        using FileStream file = Open(path, expected);
        using var bytes = new MemoryStream();
        try
        {
            using Stream content = Unpacked(file);
            content.CopyTo(bytes);
            if (content is GZipStream && bytes.Length > 0 && LengthSaid(file) > bytes.Length)
                throw new FileFormatException(path, "gzip data that end early", expected);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new FileFormatException(path, "damaged gzip data", expected, cause: e);
        }
        catch (Exception e) when (e is IOException and not FileFormatException or UnauthorizedAccessException)
        {
            throw new FileFormatException(path, "a file that cannot be read", expected, cause: e);
        }

        if (bytes.Length == 0)
            throw new FileFormatException(path, "nothing in a gzip file", expected);
        return bytes.ToArray();
    }

    static Stream Unpacked(FileStream file)
    {
        Span<byte> mark = stackalloc byte[2];
        bool packed = file.ReadAtLeast(mark, 2, throwOnEndOfStream: false) == 2 && mark is [0x1f, 0x8b];
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
    }

    /// <summary>
    /// The unpacked length of the last member, at the end of a gzip file (RFC 1952); where the file was cut off, four
    /// bytes of packed data, which nearly always say more than there is.
    /// </summary>
    static uint LengthSaid(FileStream file)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        file.Seek(-length.Length, SeekOrigin.End);
        file.ReadExactly(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length);
    }
}
