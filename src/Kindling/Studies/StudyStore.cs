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

    /// <summary>Opens the folder of a study, making it if it is not there. Seeds and schemes may have joined.</summary>
    /// <exception cref="IOException">
    /// The folder holds another study, or one with more seeds or schemes, or other things; or it cannot be made.
    /// </exception>
    public static StudyStore Open(string folder, Study study)
    {
        string path = Path.Combine(folder, Definition);
        if (ResultFolder.Make(folder, Definition, "study"))
            StudyExtension.Require(folder, StudyYaml.Read(path), study);
        AtomicFile.WriteText(path, StudyYaml.Write(study));
        return new StudyStore(folder);
    }

    /// <summary>
    /// A study with what its folder decided, where there is one: the steps found for a time, and the number of folds.
    /// </summary>
    /// <param name="folder">The folder, or null.</param>
    /// <param name="study">What was asked.</param>
    /// <exception cref="FileFormatException">The folder's definition is not a study.</exception>
    public static Study Continued(string? folder, Study study) =>
        folder is not null && StudyIn(folder) is { } there ? StudyExtension.Continued(there, study) : study;

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>A finished run, or null.</summary>
    public RunResult? Find(Run run) => RunFiles.Read(FolderOf(run), run);

    /// <summary>Where the weights of a run's kept step belong.</summary>
    public string WeightsOf(Run run) => Path.Combine(FolderOf(run), "parameters.safetensors");

    /// <summary>Makes a run's folder.</summary>
    public void Prepare(Run run) => Directory.CreateDirectory(FolderOf(run));

    /// <summary>Writes a finished run.</summary>
    public void Write(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        RunFiles.Write(FolderOf(result.Run), result);
    }

    /// <summary>The folder of a run.</summary>
    public string FolderOf(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Path.Combine(_folder, "runs", run.Id);
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

    string PathOf(string scheme, string file) => Path.Combine(_folder, "schemes", Run.FolderOf(scheme), file);
}
