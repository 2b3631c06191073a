using System.Text;

namespace Kindling.Files;

/// <summary>Writes a file completely or not at all: readers see the old file or the new one, never a half.</summary>
/// <remarks>
/// The content goes into a temporary file in the same folder, is forced to the disk, and takes the file's name by a
/// rename. If anything fails, the temporary file is removed and an older file stays as it was. Devices and pipes, such
/// as /dev/null, /dev/stdout or a shell's /dev/fd/63, are written to: a rename would put a file in their place. What a
/// killed program left of a temporary file goes away when the same file is written again.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; it is replaced if it exists. Its folder must exist.</param>
    /// <param name="write">Writes the content to the stream it is given.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? full;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"cannot write {path}: the folder {folder} does not exist.");
        if (Directory.Exists(full))
            throw new IOException($"cannot write {path}: it is a folder.");
        if (IsDevice(full))
        {
            using var device = new FileStream(full, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        RemoveLeftovers(folder, Path.GetFileName(full));
        string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (FileStream stream = File.Create(temporary, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e)
        {
            File.Delete(temporary);
            if (e is not (IOException or UnauthorizedAccessException))
                throw;
            throw new IOException(
                $"cannot write {path}: {e.Message.Replace(temporary, full, StringComparison.Ordinal)}", e.HResult);
        }
    }

    /// <summary>Deletes the temporary files of writers that are no more: nothing holds them open.</summary>
    static void RemoveLeftovers(string folder, string name)
    {
        foreach (string leftover in Directory.EnumerateFiles(folder, $".{name}.????????.???.tmp"))
        {
            try
            {
                new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                File.Delete(leftover);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Its writer is at work, or it is not ours.
            }
        }
    }

    static bool IsDevice(string full) =>
        !OperatingSystem.IsWindows()
        && (full.StartsWith("/proc/", StringComparison.Ordinal) || full.StartsWith("/dev/", StringComparison.Ordinal))
        && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>Writes a text file in UTF-8 without a byte order mark.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
