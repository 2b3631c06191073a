using Kindling.Studies;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>The results of a comparison as a table for people.</summary>
static class ResultsTable
{
    public static void Print(StudyResults results, TextWriter output)
    {
        output.WriteLine($"{results.Problem.Name}: {results.Problem.Description}");
        output.WriteLine(
            $"{results.Network}, {results.Study.OptimizerText}, {results.Study.Steps} steps, "
            + $"{results.Study.Seeds} seeds; error: "
            + $"{(results.Problem.IsClassification ? "share of wrong answers" : "root mean square")} on the "
            + $"{(results.Problem.Test is null ? "training" : "test")} points");
        output.WriteLine();
        if (results.Schemes.Count > 0)
            Terminal.Write(Schemes(results), output);
        output.WriteLine(
            "80 % of seeds lie in the interval; "
            + (double.IsNaN(results.Threshold) ? "" : $"'steps to' an error of {Text(results.Threshold)}; ")
            + $"a constant output has {Text(results.Errors.ConstantError)}");
        foreach (SchemeResult scheme in results.Schemes)
        {
            foreach (string warning in scheme.Warnings)
                output.WriteLine("note: " + warning);
        }

        output.WriteLine();
        output.WriteLine($"{(results.Complete ? "Verdict" : "Not finished; so far")}: {results.Verdict.Text}.");
    }

    static Table Schemes(StudyResults results)
    {
        Table table = Terminal.Columns(
            ["scheme"], ["error", "80 % interval", "at start", "rate", "steps to", "seconds", "collapsed", "diverged"]);
        foreach (SchemeResult s in results.Schemes)
        {
            bool best = s.Name == results.Verdict.Best;
            long? steps = s.MedianStepsTo(results.Threshold);
            table.AddRow(
                best ? $"[bold green]{Markup.Escape(s.Name)}[/]" : Markup.Escape(s.Name),
                Text(s.MedianError),
                $"{Text(s.LowError)} - {Text(s.HighError)}",
                Text(s.MedianInitialError),
                s.LearningRate.ToString("G3"),
                steps?.ToString() ?? "-",
                s.MedianSeconds.ToString("0.00"),
                Count(s.Collapsed, s.Runs.Count),
                Count(s.Diverged, s.Runs.Count));
        }

        return table;
    }

    static string Count(int count, int of) => count == 0 ? "-" : $"{count} of {of}";

    internal static string Text(double error) => double.IsFinite(error) ? error.ToString("G3") : "diverged";
}
