using System.Globalization;
using System.Text;
using Kindling.Files;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// Training curves as CSV: a line a point, with validation where there is some, and what a solve before it met.
/// </summary>
static class CurveFile
{
    const string Header = "step,loss,trainError,testError";
    const string ValidationHeader = ",validationLoss,validationError";
    const string SolveHeader = ",rank,condition,unknowns";

    /// <summary>One curve: <c>curve.csv</c>.</summary>
    public static string Text(IReadOnlyList<CurvePoint> curve)
    {
        var columns = Columns.Of(curve);
        return string.Concat(curve.Select(p => columns.Line(p) + "\n").Prepend(columns.Header + "\n"));
    }

    /// <summary>The curves of all runs in one table: <c>curves.csv</c>.</summary>
    public static string Text(IEnumerable<RunResult> runs)
    {
        RunResult[] all = [.. runs];
        var columns = Columns.Of([.. all.SelectMany(run => run.Curve)]);
        var text = new StringBuilder($"scheme,seed,{columns.Header}\n");
        foreach (RunResult run in all)
        {
            foreach (CurvePoint point in run.Curve)
                text.Append($"{run.Run.Scheme},{run.Run.Seed},{columns.Line(point)}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads one curve back.</summary>
    /// <exception cref="FormatException">The file holds no curve.</exception>
    public static CurvePoint[] Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 2 || Columns.Of(lines[0]) is not Columns columns)
            throw new FormatException("no curve");
        return [.. lines.Skip(1).Select(line => columns.Point(line.Split(',')))];
    }

    /// <summary>Which columns a file has.</summary>
    sealed record Columns(bool Validated, bool Solved)
    {
        public string Header =>
            CurveFile.Header + (Validated ? ValidationHeader : "") + (Solved ? SolveHeader : "");

        public static Columns Of(IReadOnlyList<CurvePoint> curve) =>
            new(curve.Any(p => p.ValidationLoss is not null), curve.Any(p => p.Solve is not null));

        /// <summary>Those of a header, or null.</summary>
        public static Columns? Of(string header)
        {
            Columns[] all = [new(false, false), new(true, false), new(false, true), new(true, true)];
            return Array.Find(all, c => c.Header == header);
        }

        public string Line(CurvePoint p)
        {
            string line = $"{p.Step},{CsvText.Number(p.Loss)},{CsvText.Number(p.TrainError)},"
                + CsvText.Number(p.TestError);
            if (Validated)
                line += $",{Optional(p.ValidationLoss)},{Optional(p.ValidationError)}";
            return !Solved ? line
                : p.Solve is not ReadOutSolve s ? line + ",,,"
                : $"{line},{s.Rank},{CsvText.Number(s.Condition)},{s.Unknowns}";
        }

        public CurvePoint Point(string[] cells)
        {
            int solve = Validated ? 6 : 4;
            return new CurvePoint(
                long.Parse(cells[0], CultureInfo.InvariantCulture),
                CsvText.Value(cells[1]),
                CsvText.Value(cells[2]),
                CsvText.Value(cells[3]))
            {
                ValidationLoss = Validated && cells[4].Length > 0 ? CsvText.Value(cells[4]) : null,
                ValidationError = Validated && cells[5].Length > 0 ? CsvText.Value(cells[5]) : null,
                Solve = !Solved || cells[solve].Length == 0 ? null : new ReadOutSolve(
                    (int)CsvText.Value(cells[solve]),
                    cells[solve + 1].Length == 0 ? double.PositiveInfinity : CsvText.Value(cells[solve + 1]),
                    (int)CsvText.Value(cells[solve + 2])),
            };
        }

        static string Optional(double? value) => value is double v ? CsvText.Number(v) : "";
    }
}
