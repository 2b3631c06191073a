namespace Kindling.Calibration;

/// <summary>Where the repository is.</summary>
static class Repository
{
    /// <summary>The folder that holds the solution, above the program.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of the repository.</summary>
    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "Kindling.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Kindling.slnx is in no folder above the program.");
    }
}
