using System.Globalization;
using System.Text;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Training curves as CSV: a line a point; with least squares also what the solve before it met.</summary>
static class CurveFile
{
    const string Header = "step,loss,trainError,testError";
    const string SolveHeader = Header + ",rank,condition,unknowns";

    /// <summary>One curve: <c>curve.csv</c>.</summary>
    public static string Text(IReadOnlyList<CurvePoint> curve)
    {
        bool solved = curve.Any(p => p.Solve is not null);
        return string.Concat(
            curve.Select(p => Line(p, solved) + "\n").Prepend((solved ? SolveHeader : Header) + "\n"));
    }

    /// <summary>The curves of all runs in one table: <c>curves.csv</c>.</summary>
    public static string Text(IEnumerable<RunResult> runs)
    {
        RunResult[] all = [.. runs];
        bool solved = all.Any(run => run.Curve.Any(p => p.Solve is not null));
        var text = new StringBuilder($"scheme,seed,{(solved ? SolveHeader : Header)}\n");
        foreach (RunResult run in all)
        {
            foreach (CurvePoint point in run.Curve)
                text.Append($"{run.Run.Scheme},{run.Run.Seed},{Line(point, solved)}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads one curve back.</summary>
    /// <exception cref="FormatException">The file holds no curve.</exception>
    public static CurvePoint[] Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 2 || lines[0] is not (Header or SolveHeader))
            throw new FormatException("no curve");
        return [.. lines.Skip(1).Select(line => Point(line.Split(',')))];
    }

    static string Line(CurvePoint p, bool solved)
    {
        string errors = $"{p.Step},{CsvText.Number(p.Loss)},{CsvText.Number(p.TrainError)},"
            + CsvText.Number(p.TestError);
        return !solved ? errors
            : p.Solve is not ReadOutSolve s ? errors + ",,,"
            : $"{errors},{s.Rank},{CsvText.Number(s.Condition)},{s.Unknowns}";
    }

    static CurvePoint Point(string[] cells) => new(
        long.Parse(cells[0], CultureInfo.InvariantCulture),
        CsvText.Value(cells[1]),
        CsvText.Value(cells[2]),
        CsvText.Value(cells[3]))
    {
        Solve = cells.Length < 7 || cells[4].Length == 0 ? null : new ReadOutSolve(
            (int)CsvText.Value(cells[4]),
            cells[5].Length == 0 ? double.PositiveInfinity : CsvText.Value(cells[5]),
            (int)CsvText.Value(cells[6])),
    };
}
