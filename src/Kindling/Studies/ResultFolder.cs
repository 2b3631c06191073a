namespace Kindling.Studies;

/// <summary>Folders that results are kept in: new, empty, or holding the same work, which then goes on.</summary>
static class ResultFolder
{
    /// <summary>Makes a folder if it is not there, and refuses one that holds other things.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="definition">The file that says what the folder holds.</param>
    /// <param name="kind">What that is, in a word or two: study, training run.</param>
    /// <returns>Whether the definition is there.</returns>
    /// <exception cref="IOException">The folder is a file, or holds things but no definition; or it cannot be
    /// made.</exception>
    public static bool Make(string folder, string definition, string kind)
    {
        if (File.Exists(folder))
            throw new IOException($"{folder} is a file; --out takes a folder.");
        if (File.Exists(Path.Combine(folder, definition)))
            return true;
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"{folder} is not empty and holds no {kind}; take another folder.");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the folder {folder} cannot be made: {e.Message}", e);
        }

        return false;
    }

    /// <summary>Refuses a folder that holds other work, and names the first line that differs.</summary>
    /// <exception cref="IOException">The definitions differ.</exception>
    public static void RequireSame(string folder, string kind, string there, string asked)
    {
        if (there == asked)
            return;
        string[] old = there.Split('\n'), now = asked.Split('\n');
        int line = Enumerable.Range(0, Math.Min(old.Length, now.Length)).FirstOrDefault(i => old[i] != now[i]);
        throw new IOException(
            $"{folder} holds another {kind} (there: '{Plain(old[line])}', asked for: '{Plain(now[line])}'); "
            + "take another folder.");

        // YAML and JSON alike, without the marks of JSON.
        static string Plain(string text) => text.Trim().TrimEnd(',').Replace("\"", "", StringComparison.Ordinal);
    }
}
