using Kindling.Files;

namespace Kindling.Studies;

/// <summary>The folder of a study over a grid: one study folder for each cell, below <c>cells/</c>.</summary>
public sealed class GridStore
{
    const string Plan = "plan.json";

    readonly string _folder;

    GridStore(string folder) => _folder = folder;

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>Opens the folder of a study, making it if it is not there.</summary>
    /// <remarks>
    /// Cells whose settings have changed since get new folders; all others go on from what is there.
    /// </remarks>
    /// <exception cref="IOException">The folder holds another study or scale, or other things.</exception>
    public static GridStore Open(string folder, GridStudy study)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(study);
        string plan = Path.Combine(folder, Plan);
        if (ResultFolder.Make(folder, Plan, "study over a grid"))
            RequireSame(folder, plan, study);
        AtomicFile.WriteText(plan, JsonText.ToText(GridDocument.Plan(study)));
        AtomicFile.WriteText(Path.Combine(folder, "study.yaml"), study.Text);
        return new GridStore(folder);
    }

    /// <summary>The study folder of a cell.</summary>
    public StudyStore OpenCell(GridCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return StudyStore.Open(Path.Combine(_folder, "cells", cell.Id), cell.Study);
    }

    /// <summary>The finished runs of a cell.</summary>
    public CellResult Read(GridCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        string folder = Path.Combine(_folder, "cells", cell.Id);
        if (!Directory.Exists(folder))
            return new(cell, double.NaN, [], null);
        StudyStore store = OpenCell(cell);
        RunResult[] runs = [.. cell.Study.Runs().Select(store.Find).OfType<RunResult>()];
        return new(cell, SampleQuantiles.LowerMedian(runs.Select(r => r.Run.LearningRate)), runs, null);
    }

    /// <summary>Writes <c>results.json</c> and <c>cells.csv</c>.</summary>
    public void Write(GridResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        AtomicFile.WriteText(Path.Combine(_folder, "cells.csv"), GridDocument.CellsText(results));
        AtomicFile.WriteText(Path.Combine(_folder, "results.json"), JsonText.ToText(GridDocument.Of(results)));
    }

    static void RequireSame(string folder, string plan, GridStudy study)
    {
        (string name, string scale) = JsonText.ReadFile(
            plan,
            "something that is no plan",
            "the plan of a study",
            json => ((string)json["name"]!, (string)json["scale"]!));
        if ((name, scale) != (study.Name, study.Scale))
        {
            throw new IOException(
                $"{folder} holds study '{name}' at scale '{scale}', not '{study.Name}' at '{study.Scale}'; "
                + "take another folder.");
        }
    }
}
