using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>The documents of a study over a grid.</summary>
public static class GridDocument
{
    static readonly (string Name, Measurement Of)[] s_numbers =
    [
        ("startLoss", Measurement.StartLoss),
        ("loss", Measurement.FinalLoss),
        ("testError", Measurement.FinalTestError),
        ("validationLoss", Measurement.FinalValidationLoss),
    ];

    /// <summary>The document that <c>study --json</c> prints.</summary>
    public static JsonObject Of(GridResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        GridStudy study = results.Study;
        return new JsonObject
        {
            ["command"] = "study",
            ["version"] = ResultsDocument.Version,
            ["seed"] = study.Cells[0].Study.Seed,
            ["precision"] = Precisions(study),
            ["threads"] = results.Threads,
            ["seconds"] = Math.Round(results.Seconds, 3),
            ["study"] = study.Name,
            ["title"] = study.Title,
            ["scale"] = study.Scale,
            ["complete"] = results.Complete,
            ["runs"] = new JsonObject
            {
                ["total"] = study.Runs,
                ["done"] = results.Done,
                ["failed"] = results.Failed,
                ["diverged"] = results.Diverged,
            },
            ["claims"] = JsonText.List(results.Claims.Select(c => Claim(c, study.Scale))),
            ["notes"] = JsonText.Texts(results.Notes),
            ["cells"] = JsonText.List(results.Cells.Select(Cell)),
        };
    }

    /// <summary>What is to be run: the identity of a study's folder.</summary>
    internal static JsonObject Plan(GridStudy study) => new()
    {
        ["name"] = study.Name,
        ["scale"] = study.Scale,
        ["title"] = study.Title,
        ["runs"] = study.Runs,
        ["axes"] = JsonText.List(study.Axes.Select(a => new JsonObject
        {
            ["name"] = a.Name,
            ["values"] = JsonText.Texts(a.Labels),
        })),
        ["cells"] = JsonText.List(study.Cells.Select(c => new JsonObject
        {
            ["id"] = c.Id,
            ["values"] = Values(c),
            ["seeds"] = c.Study.Seeds,
        })),
    };

    /// <summary>One line a cell: its values, and medians with their 80 % intervals.</summary>
    internal static string CellsText(GridResults results)
    {
        var text = new StringBuilder("id");
        foreach (GridAxis axis in results.Study.Axes)
            text.Append(',').Append(CsvText.Quoted(axis.Name));
        text.Append(",runs,diverged");
        foreach ((string name, _) in s_numbers)
            text.Append(CultureInfo.InvariantCulture, $",{name}Median,{name}Low,{name}High");
        text.Append('\n');
        foreach (CellResult cell in results.Cells)
        {
            text.Append(cell.Cell.Id);
            foreach ((_, string label) in cell.Cell.Values)
                text.Append(',').Append(CsvText.Quoted(label));
            text.Append(CultureInfo.InvariantCulture, $",{cell.Runs.Count},{cell.Runs.Count(r => r.Diverged)}");
            foreach ((_, Measurement of) in s_numbers)
            {
                foreach (double value in Interval(of, cell.Runs))
                    text.Append(',').Append(CsvText.Number(value));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    static JsonObject Claim(ClaimResult result, string scale) => new()
    {
        ["id"] = result.Claim.Id,
        ["paper"] = result.Claim.Paper,
        ["figure"] = result.Claim.Figure,
        ["text"] = result.Claim.Text,
        ["paperValue"] = PaperValue(result.Claim.PaperValue),
        ["measured"] = JsonText.Number(result.Measured),
        ["measuredLow"] = JsonText.Number(result.Low),
        ["measuredHigh"] = JsonText.Number(result.High),
        ["holds"] = result.Claim.Holds.ToString(),
        ["partly"] = result.Claim.Partly?.ToString(),
        ["verdict"] = EnumText.Of(result.Verdict),
        ["reason"] = result.Reason ?? (double.IsInfinity(result.Measured) ? "infinite: one side diverged" : null),
        ["scale"] = scale,
        ["note"] = result.Claim.Note.Length == 0 ? null : result.Claim.Note,
    };

    /// <summary>A number where the paper's value is one, else its words.</summary>
    static JsonValue PaperValue(string text) =>
        NumberRange.Finite(text) is double value ? JsonValue.Create(value) : JsonValue.Create(text)!;

    static JsonObject Cell(CellResult cell)
    {
        var json = new JsonObject
        {
            ["id"] = cell.Cell.Id,
            ["values"] = Values(cell.Cell),
            ["settings"] = SettingsJson.Of(cell.Cell.Study),
            ["learningRate"] = JsonText.Number(cell.LearningRate),
            ["runs"] = cell.Runs.Count,
            ["seeds"] = cell.Cell.Study.Seeds,
            ["diverged"] = cell.Runs.Count(r => r.Diverged),
            ["failed"] = cell.Failed,
            ["failure"] = cell.Failure,
        };
        foreach ((string name, Measurement of) in s_numbers)
        {
            double[] interval = Interval(of, cell.Runs);
            json[name + "Median"] = JsonText.Number(interval[0]);
            json[name + "Low"] = JsonText.Number(interval[1]);
            json[name + "High"] = JsonText.Number(interval[2]);
        }

        return json;
    }

    static JsonObject Values(GridCell cell)
    {
        var json = new JsonObject();
        foreach ((string axis, string label) in cell.Values)
            json[axis] = label;
        return json;
    }

    /// <summary>Median and 80 % interval.</summary>
    internal static double[] Interval(Measurement of, IReadOnlyCollection<RunResult> runs) =>
    [
        (of with { Statistic = SeedStatistic.Median }).Of(runs),
        (of with { Statistic = SeedStatistic.Low }).Of(runs),
        (of with { Statistic = SeedStatistic.High }).Of(runs),
    ];

    static string Precisions(GridStudy study)
    {
        Precision[] all = [.. study.Cells.Select(c => c.Study.Precision).Distinct()];
        return all.Length > 1 ? "both" : EnumText.Of(all[0]);
    }
}
