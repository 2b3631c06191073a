using Kindling.Studies;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>The results of a comparison as a table for people.</summary>
static class ResultsTable
{
    const string Nothing = "-";

    static readonly Column[] s_columns =
    [
        new("error", 9, (s, _) => Text(s.MedianError)),
        new("80 % interval", 8, (s, _) => $"{Text(s.LowError)} - {Text(s.HighError)}"),
        new("at end", 4, (s, results) => results.Study.Keep == KeptStep.Last ? Nothing : Text(s.MedianErrorAtEnd)),
        new("at start", 1, (s, _) => Text(s.MedianInitialError)),
        new("rate", 3, (s, _) => s.LearningRate.ToString("G3")),
        new("rates", 2, (s, _) => s.LowRate == s.HighRate ? Nothing : $"{s.LowRate:G3} - {s.HighRate:G3}"),
        new("step", 4, (s, results) => results.Study.Keep == KeptStep.Last ? Nothing : $"{s.MedianKeptStep:0}"),
        new("steps to", 4, (s, results) => s.MedianStepsTo(results.Threshold)?.ToString() ?? Nothing),
        new("seconds", 0, (s, _) => s.MedianSeconds.ToString("0.00")),
        new("collapsed", 5, (s, _) => Count(s.Collapsed, s.Runs.Count)),
        new("diverged", 6, (s, _) => Count(s.Diverged, s.Runs.Count)),
    ];

    public static void Print(StudyResults results, TextWriter output)
    {
        output.WriteLine($"{results.Problem.Name}: {results.Problem.Description}");
        output.WriteLine(
            $"{results.Network}, {results.Study.OptimizerText}, {Plural(results.Study.Steps, "step")}, "
            + $"{Plural(results.Study.Seeds, "seed")}; error: "
            + $"{(results.Problem.IsClassification ? "share of wrong answers" : "root mean square")} on the "
            + $"{(results.Problem.Test is null ? "training" : "test")} points");
        output.WriteLine();
        if (results.Schemes.Count > 0)
        {
            PrintSchemes(results, output);
            output.WriteLine(
                "medians over seeds, 80 % of seeds in the interval; "
                + (results.Study.Keep == KeptStep.Last ? "" : "error at the step with the lowest validation error; ")
                + (double.IsNaN(results.Threshold) ? "" : $"'steps to' an error of {Text(results.Threshold)}; ")
                + $"a constant output has {Text(results.Errors.ConstantError)}");
        }

        foreach (SchemeResult scheme in results.Schemes)
        {
            foreach (string warning in scheme.Warnings)
                output.WriteLine("note: " + warning);
        }

        foreach (string note in results.Notes)
            output.WriteLine("note: " + note);
        output.WriteLine();
        output.WriteLine($"{(results.Complete ? "Verdict" : "Not finished; so far")}: {results.Verdict.Text}.");
        foreach (string detail in results.Verdict.Details)
            output.WriteLine($"  {detail}.");
    }

    /// <summary>The table; on a narrow terminal without columns that say nothing, then those that say least.</summary>
    static void PrintSchemes(StudyResults results, TextWriter output)
    {
        var leastFirst = new Queue<Column>(s_columns
            .OrderByDescending(c => results.Schemes.All(s => c.Cell(s, results) == Nothing)).ThenBy(c => c.Weight)
            .SkipLast(2));
        var left = new List<Column>();
        Table table = Schemes(results, s_columns);
        while (!Terminal.Fits(table, output) && leastFirst.TryDequeue(out Column? least))
        {
            left.Add(least);
            table = Schemes(results, s_columns.Except(left));
        }

        Terminal.Write(table, output);
        if (left.Count > 0)
            output.WriteLine($"on a wider terminal also: {string.Join(", ", left.Select(c => c.Title))}");
    }

    static Table Schemes(StudyResults results, IEnumerable<Column> columns)
    {
        Column[] shown = [.. columns];
        Table table = Terminal.Columns(["scheme"], shown.Select(c => c.Title));
        foreach (SchemeResult s in results.Schemes)
        {
            string name = Markup.Escape(s.Name);
            table.AddRow(
                [
                    s.Name == results.Verdict.Best ? $"[bold green]{name}[/]" : name,
                    .. shown.Select(c => c.Cell(s, results)),
                ]);
        }

        return table;
    }

    static string Count(int count, int of) => count == 0 ? Nothing : $"{count} of {of}";

    static string Plural(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    internal static string Text(double error) => double.IsFinite(error) ? error.ToString("G3") : "diverged";

    /// <summary>A column of numbers: its title, how much it says, and its cells.</summary>
    sealed record Column(string Title, int Weight, Func<SchemeResult, StudyResults, string> Cell);
}
