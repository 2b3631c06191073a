namespace Kindling.Calibration;

/// <summary>Part "controls": claims among copies of one initializer, all of which are false.</summary>
static class Controls
{
    /// <summary>Trains and counts.</summary>
    public static PartResult Measure(Workers workers)
    {
        CalibrationOptions options = workers.Options;
        var tasks = ControlTask.All(options.Cache).Where(t => t.Name.Contains(options.Task)).ToList();
        var table = new MarkdownTable(
            "task", "equal initializers", "comparisons", "nothing learned", "with a false claim", "bar", "holds");
        bool holds = true;
        foreach (ControlTask task in tasks)
        {
            IReadOnlyList<Family> families = task.Families(options.Families);
            IReadOnlyList<StoredFamily> stored = workers.Train("controls", families);
            foreach (FalseClaims claims in FalseClaims.Count([.. families.Zip(stored)]))
            {
                holds &= claims.Holds;
                table.Add(
                    task.Name,
                    $"{claims.Schemes}",
                    $"{claims.Comparisons}",
                    $"{claims.Unlearned}",
                    $"{claims.Share:P1} (standard error {claims.StandardError:P1})",
                    $"{claims.Bar:P1}",
                    PartResult.Word(claims.Holds));
            }
        }

        return new(
            "False claims among equal initializers",
            $"Each task has {options.Families} families of {ControlTask.Copies} copies of one initializer, "
                + $"{ControlTask.Seeds} seeds and default settings but for the steps. Every claim is false. The bar is "
                + "5 % and two standard errors.",
            table,
            holds);
    }
}
