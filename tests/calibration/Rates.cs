using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>Part "rates": the error where each run finds its learning rate against that at the best fixed one.</summary>
static class Rates
{
    const int FirstPlace = -16;
    const int LastPlace = -3;
    const double Near = 1.25;
    const double NearShare = 0.8;
    const double Most = 1.8;

    /// <summary>The choices of a pair: the race first, then rates a quarter decade apart.</summary>
    static readonly RateChoice[] s_choices =
    [
        RateChoice.Auto,
        .. Enumerable.Range(FirstPlace, LastPlace - FirstPlace + 1)
            .Select(p => RateChoice.Of(LearningRates.AtPlace(p))),
    ];

    /// <summary>Trains and compares.</summary>
    public static PartResult Measure(Workers workers)
    {
        RatePair[] pairs = [.. RatePair.All.Where(p => p.Task.Contains(workers.Options.Task))];
        Family[] families = [.. pairs.SelectMany(p => s_choices.Select(
            (choice, i) => new Family($"{p.Task}, {p.Scheme}", i, p.At(choice, workers.Options.RateSeeds))))];
        IReadOnlyList<StoredFamily> stored = workers.Train("rates", families);
        var table = new MarkdownTable(
            "task", "initializer", "best fixed rate", "its error", "error of the race", "ratio", "cost in full runs");
        var ratios = new List<double>();
        foreach ((int i, RatePair pair) in pairs.Index())
        {
            double[] errors = [.. Enumerable.Range(i * s_choices.Length, s_choices.Length)
                .Select(f => stored[f].Scheme(families[f].Study, pair.Scheme).MedianError)];
            int best = Enumerable.Range(1, s_choices.Length - 1).MinBy(c => errors[c]);
            ratios.Add(errors[0] / errors[best]);
            table.Add(
                pair.Task,
                pair.Scheme,
                s_choices[best].ToString(),
                $"{errors[best]:G3}",
                $"{errors[0]:G3}",
                $"{ratios[^1]:0.00}",
                $"{stored[i * s_choices.Length].Runs.Average(r => r.StepsMade) / pair.Study.Steps:0.0}");
        }

        double near = ratios.Average(r => r <= Near ? 1.0 : 0.0);
        bool holds = near >= NearShare && ratios.Max() <= Most;
        return new("The learning rate", Text(ratios, near, workers.Options.RateSeeds), table, holds);
    }

    static string Text(List<double> ratios, double near, int seeds) =>
        $"Each error is the median over {seeds} seeds of the test error at the kept step. The fixed rates are "
        + $"{s_choices.Length - 1}, a quarter decade apart from {s_choices[1]} to {s_choices[^1]}; the best of them is "
        + "chosen by the test error, which no procedure can know. "
        + $"The race comes within {Near}x of it in {near:P0} of {ratios.Count} pairs (bar: {NearShare:P0}); its mean "
        + $"ratio is {ratios.Average():0.00}, its worst {ratios.Max():0.00} (bar: {Most}).";
}
