using System.Text.Json.Nodes;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>
/// The folder of a study (docs/study-folder.md): what is done is read back, what gets done is written.
/// </summary>
public sealed class StudyStore
{
    const string Definition = "study.yaml";

    readonly string _folder;

    StudyStore(string folder) => _folder = folder;

    /// <summary>The study's definition in a folder, or null if there is none.</summary>
    /// <exception cref="FileFormatException">There is one, but it is not a study.</exception>
    public static Study? StudyIn(string folder)
    {
        string path = Path.Combine(folder, Definition);
        return File.Exists(path) ? StudyYaml.Read(path) : null;
    }

    /// <summary>Opens the folder of a study, making it if it is not there.</summary>
    /// <exception cref="IOException">The folder holds another study, or other things; or it cannot be made.</exception>
    public static StudyStore Open(string folder, Study study)
    {
        string text = StudyYaml.Write(study), path = Path.Combine(folder, Definition);
        if (ResultFolder.Make(folder, Definition, "study"))
            RequireSame(folder, StudyYaml.Read(path), study);
        else
            AtomicFile.WriteText(path, text);
        return new StudyStore(folder);
    }

    /// <summary>Refuses another study than that of the folder, and names the first line that differs.</summary>
    /// <exception cref="IOException">They differ.</exception>
    public static void RequireSame(string folder, Study there, Study asked) =>
        ResultFolder.RequireSame(folder, "study", StudyYaml.Identity(there), StudyYaml.Identity(asked));

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>A finished run, or null.</summary>
    public RunResult? Find(Run run, bool isSearch) => RunFiles.Read(FolderOf(run, isSearch), run);

    /// <summary>A finished run, whatever its learning rate, or null.</summary>
    internal RunResult? FindAtAnyRate(Run run) => RunFiles.Read(FolderOf(run, isSearch: false), run, anyRate: true);

    /// <summary>Where a run's weights belong.</summary>
    public string WeightsOf(Run run) => Path.Combine(FolderOf(run, isSearch: false), "parameters.safetensors");

    /// <summary>Makes a run's folder.</summary>
    public void Prepare(Run run, bool isSearch) => Directory.CreateDirectory(FolderOf(run, isSearch));

    /// <summary>Writes a finished run.</summary>
    public void Write(RunResult result, bool isSearch)
    {
        ArgumentNullException.ThrowIfNull(result);
        RunFiles.Write(FolderOf(result.Run, isSearch), result);
    }

    /// <summary>True if a scheme's file is there.</summary>
    public bool Has(string scheme, string file) => File.Exists(PathOf(scheme, file));

    /// <summary>Writes a scheme's document.</summary>
    public void Write(string scheme, string file, JsonNode document)
    {
        string path = PathOf(scheme, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, JsonText.ToText(document));
    }

    /// <summary>Writes a document of the study.</summary>
    public void Write(string file, JsonNode document) => Write(file, JsonText.ToText(document));

    /// <summary>Writes a text of the study.</summary>
    public void Write(string file, string text) => AtomicFile.WriteText(Path.Combine(_folder, file), text);

    /// <summary>Copies a run's weights to <c>best.safetensors</c>.</summary>
    public void KeepBest(Run run)
    {
        byte[] weights = File.ReadAllBytes(WeightsOf(run));
        AtomicFile.Write(Path.Combine(_folder, "best.safetensors"), stream => stream.Write(weights));
    }

    string FolderOf(Run run, bool isSearch) => Path.Combine(_folder, isSearch ? "rates" : "runs", run.Id);

    string PathOf(string scheme, string file) => Path.Combine(_folder, "schemes", Run.FolderOf(scheme), file);
}
