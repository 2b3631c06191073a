using Kindling.Networks;

namespace Kindling.Cli.Options;

/// <summary>Where studies are kept.</summary>
static class StudyFiles
{
    const string Usual = "studies";

    /// <summary>The folder <c>studies</c> here, or beside the program's own sources.</summary>
    public static string Folder()
    {
        if (In(Usual).Length > 0)
            return Usual;
        for (DirectoryInfo? up = new(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            string folder = Path.Combine(up.FullName, Usual);
            if (In(folder).Length > 0)
                return folder;
        }

        return Usual;
    }

    /// <summary>The YAML files of a folder, by name; none if there is no such folder.</summary>
    public static string[] In(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal)] : [];

    /// <summary>The file of a study, given as a path or by its name.</summary>
    /// <exception cref="UsageException">There is neither.</exception>
    public static string Find(string study)
    {
        if (File.Exists(study))
            return study;
        string named = Path.Combine(Folder(), study + ".yaml");
        if (File.Exists(named))
            return named;
        string[] known = [.. In(Folder()).Select(f => Path.GetFileNameWithoutExtension(f))];
        string? nearest = NearestName.Find(Path.GetFileNameWithoutExtension(study), known);
        throw new UsageException(
            $"there is no study '{study}'",
            nearest is null ? "kindling study list shows what there is" : $"did you mean '{nearest}'?");
    }
}
