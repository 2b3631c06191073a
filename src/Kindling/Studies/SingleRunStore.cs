using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// The folder of a single run (docs/training.md): what was asked, the state to go on from, and what came out.
/// </summary>
public sealed class SingleRunStore
{
    const string Definition = "train.yaml";

    SingleRunStore(string folder) => Folder = folder;

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The state of the training, from which the same command goes on.</summary>
    public CheckpointFile Checkpoint => new(PathOf("checkpoint.safetensors"));

    /// <summary>The weights before the first step.</summary>
    public string Initial => PathOf("initial.safetensors");

    /// <summary>The weights after the last step.</summary>
    public string Final => PathOf("final.safetensors");

    /// <summary>The weights at the curve point with the lowest validation loss.</summary>
    public string Best => PathOf("best.safetensors");

    /// <summary>The learning rate that a search found, or null.</summary>
    /// <exception cref="FileFormatException">The file with it is damaged.</exception>
    public double? LearningRate
    {
        get
        {
            string path = PathOf("learning-rate.json");
            return !File.Exists(path) ? null : JsonText.ReadFile(
                path,
                "no learning rate",
                "a number (remove the file to search again)",
                json => (double)json["learningRate"]!);
        }

        set => Write("learning-rate.json", new JsonObject { ["learningRate"] = value });
    }

    /// <summary>
    /// Opens the folder of a run, making it if it is not there. More steps than before make the run go on.
    /// </summary>
    /// <exception cref="IOException">The folder holds another run, a longer one, or other things; or it cannot be
    /// made.</exception>
    public static SingleRunStore Open(string folder, Study study)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(study);
        string path = Path.Combine(folder, Definition);
        if (ResultFolder.Make(folder, Definition, "training run"))
            RequireSame(folder, StudyYaml.Read(path), study);
        AtomicFile.WriteText(path, StudyYaml.Write(study));
        return new SingleRunStore(folder);
    }

    /// <summary>Where the weights at a step belong.</summary>
    public string WeightsAt(long step)
    {
        Directory.CreateDirectory(PathOf("steps"));
        return PathOf(Path.Combine("steps", $"step-{step}.safetensors"));
    }

    /// <summary>Where the runs of a race for the learning rate wait.</summary>
    public string Rates => PathOf("rates");

    /// <summary>Where the weights of a rate at a step belong while the race goes on.</summary>
    internal string WeightsAt(long step, double rate)
    {
        string folder = PathOf(Path.Combine("rates", rate.ToString("R", CultureInfo.InvariantCulture)));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"step-{step}.safetensors");
    }

    /// <summary>Takes the weights of the rate that won, and removes what the race left.</summary>
    internal void EndRace(double winner)
    {
        string folder = PathOf(Path.Combine("rates", winner.ToString("R", CultureInfo.InvariantCulture)));
        if (Directory.Exists(folder))
        {
            Directory.CreateDirectory(PathOf("steps"));
            foreach (string file in Directory.EnumerateFiles(folder))
                File.Move(file, PathOf(Path.Combine("steps", Path.GetFileName(file))), overwrite: true);
        }

        if (Directory.Exists(Rates))
            Directory.Delete(Rates, recursive: true);
    }

    /// <summary>The steps whose weights are kept, ascending, and their files.</summary>
    public IReadOnlyList<(long Step, string Path)> Steps()
    {
        string folder = PathOf("steps");
        if (!Directory.Exists(folder))
            return [];
        var found = from file in Directory.EnumerateFiles(folder, "step-*.safetensors")
                    let name = Path.GetFileNameWithoutExtension(file)["step-".Length..]
                    where long.TryParse(name, out _)
                    select (Step: long.Parse(name), Path: file);
        return [.. found.OrderBy(f => f.Step)];
    }

    /// <summary>Keeps the curve so far.</summary>
    public void Write(IReadOnlyList<CurvePoint> curve) =>
        AtomicFile.WriteText(PathOf("curve.csv"), CurveFile.Text(curve));

    /// <summary>Writes a document.</summary>
    public void Write(string file, JsonNode document) => AtomicFile.WriteText(PathOf(file), JsonText.ToText(document));

    static void RequireSame(string folder, Study there, Study asked)
    {
        ResultFolder.RequireSame(
            folder,
            "run",
            StudyYaml.Identity(there with { Steps = 0 }),
            StudyYaml.Identity(asked with { Steps = 0 }));
        if (there.Steps > asked.Steps)
        {
            throw new IOException(
                $"{folder} holds a run of {there.Steps} steps; "
                + $"--steps must be {there.Steps} or more, or --out another folder.");
        }
    }

    string PathOf(string name) => Path.Combine(Folder, name);
}
