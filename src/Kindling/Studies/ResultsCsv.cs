using System.Text;
using Kindling.Files;

namespace Kindling.Studies;

/// <summary>The runs of a study as a table: <c>results.csv</c>, a line a run, best scheme first.</summary>
static class ResultsCsv
{
    const string Header = "scheme,seed,learningRate,status,steps,keptStep,trainError,validationError,testError,"
        + "testErrorAtEnd,initialTestError,collapsed,seconds";

    public static string Text(StudyResults results)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (RunResult run in results.Schemes.SelectMany(s => s.Runs))
        {
            string[] cells =
            [
                CsvText.Quoted(run.Run.Scheme),
                $"{run.Run.Seed}",
                CsvText.Number(run.Run.LearningRate),
                EnumText.Of(run.Status),
                $"{run.Steps}",
                $"{run.Kept.Step}",
                CsvText.Number(run.TrainError),
                CsvText.Number(run.ValidationError),
                CsvText.Number(run.TestError),
                CsvText.Number(run.TestErrorAtEnd),
                CsvText.Number(run.InitialTestError),
                run.Collapsed ? "true" : "false",
                CsvText.Number(Math.Round(run.Seconds, 4)),
            ];
            text.AppendJoin(',', cells).Append('\n');
        }

        return text.ToString();
    }
}
