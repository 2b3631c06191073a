namespace Kindling.Reports;

/// <summary>The table of a study's schemes, best first.</summary>
static class SchemeTable
{
    public static Table Make(StudyDocument study, SchemePalette palette)
    {
        var table = new Table("The schemes, best first.", Columns(study));
        (double low, double high) = Range(study);
        foreach (SchemeDocument scheme in study.Schemes)
        {
            int runs = scheme.Runs.Count;
            table.AddRow(
                highlighted: study.Verdict?.Best == scheme.Name,
                new Cell(scheme.Name)
                {
                    Swatch = palette.Color(scheme.Name),
                    Note = scheme.Warnings.Count > 0 ? "see warnings" : null,
                },
                Cell.Number(scheme.TestErrorMedian) with { Interval = Interval(study.Problem, scheme, low, high) },
                new Cell(RangeText(scheme)) { SortValue = scheme.TestErrorHigh },
                Cell.Number(scheme.TestErrorAtEnd),
                Cell.Number(scheme.InitialErrorMedian),
                new Cell(NumberText.Short(scheme.KeptStepMedian)) { SortValue = scheme.KeptStepMedian },
                new Cell(NumberText.Count(scheme.StepsToThreshold)) { SortValue = scheme.StepsToThreshold },
                new Cell(RateText(scheme)) { SortValue = scheme.LearningRate },
                new Cell(NumberText.Seconds(scheme.SecondsPerRun)) { SortValue = scheme.SecondsPerRun },
                Count(scheme.Collapsed, runs),
                Count(scheme.Diverged, runs));
        }

        return table;
    }

    static Column[] Columns(StudyDocument study) =>
    [
        new("Scheme", "The initialization that the network's weights and biases were drawn from.", Numeric: false),
        new("Test error", $"The {study.Problem.ErrorName} on test points at the kept step, the median over seeds. The "
            + $"bar below the number shows it with the middle 80 % of the seeds, on a {Scale(study)} scale that all "
            + "rows share."),
        new("80 % of seeds", "Eight of ten seeds end between these errors: the 10 % and the 90 % quantile over seeds."),
        new("At the end", "The test error after the last step, the median over seeds."),
        new("Before training", "The test error of the untrained network, the median over seeds."),
        new("Kept step", "The step with the lowest validation loss, whose error counts; the median over seeds."),
        new("Steps to threshold", "Training steps until the test error first falls to a threshold that is the same for "
            + $"all schemes{Threshold(study)}; the median over seeds. A dash: most seeds never got there."),
        new("Learning rate", "The learning rate of the runs. Where it was searched, each run has its own: the median "
            + "and the range over seeds."),
        new("Time per run", "Time of one run, the median over seeds."),
        new("Collapsed", "Runs whose trained network is nearly constant on the test points."),
        new("Diverged", "Runs that ended because a number was not finite. They count as infinite errors."),
    ];

    static string Scale(StudyDocument study) => study.Problem.IsClassification ? "linear" : "logarithmic";

    static string Threshold(StudyDocument study) => study.Outcome.Threshold is not double threshold
        ? ""
        : $": {NumberText.Short(threshold)}"
            + (study.Outcome.ThresholdText is string text ? $", {text}" : "");

    static string RateText(SchemeDocument scheme)
    {
        string median = NumberText.Setting(scheme.LearningRate);
        return scheme.LearningRateLow is not double low || low == scheme.LearningRateHigh
            ? median
            : $"{median} ({NumberText.Setting(low)} – {NumberText.Setting(scheme.LearningRateHigh)})";
    }

    static string RangeText(SchemeDocument scheme)
    {
        if (scheme.TestErrorLow is null)
            return "–";
        string high = scheme.TestErrorHigh is null ? "∞" : NumberText.Short(scheme.TestErrorHigh);
        return $"{NumberText.Short(scheme.TestErrorLow)} – {high}";
    }

    static Cell Count(int count, int runs) => new(count == 0 ? "0" : runs > 0 ? $"{count} of {runs}" : $"{count}")
    {
        SortValue = count,
        IsWarning = count > 0,
    };

    static (double Low, double High) Range(StudyDocument study)
    {
        double[] ends = [.. study.Schemes
            .SelectMany(s => new[] { s.TestErrorLow, s.TestErrorMedian, s.TestErrorHigh })
            .Where(study.Problem.CanDraw).OfType<double>()];
        return ends.Length == 0 ? (1, 1) : (ends.Min(), ends.Max());
    }

    static (double Low, double Middle, double High)? Interval(
        ProblemDocument problem, SchemeDocument scheme, double low, double high)
    {
        if (!problem.CanDraw(scheme.TestErrorMedian) || high <= low)
            return null;
        double Place(double? value, double otherwise) => !problem.CanDraw(value) ? otherwise
            : problem.IsClassification ? (value!.Value - low) / (high - low)
            : Math.Log(value!.Value / low) / Math.Log(high / low);
        return (Place(scheme.TestErrorLow, 0), Place(scheme.TestErrorMedian, 0), Place(scheme.TestErrorHigh, 1));
    }
}
