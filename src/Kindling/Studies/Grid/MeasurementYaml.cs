using System.Globalization;

namespace Kindling.Studies;

/// <summary>Reads what is measured: <c>of</c>, <c>at</c> and <c>statistic</c>.</summary>
static class MeasurementYaml
{
    static readonly (string Word, RunQuantity Value)[] s_quantities =
    [
        ("loss", RunQuantity.Loss),
        ("testError", RunQuantity.TestError),
        ("trainError", RunQuantity.TrainError),
        ("validationLoss", RunQuantity.ValidationLoss),
        ("diverged", RunQuantity.Diverged),
        ("collapsed", RunQuantity.Collapsed),
        ("secondsPerStep", RunQuantity.SecondsPerStep),
    ];

    static readonly (string Word, SeedStatistic Value)[] s_statistics =
    [
        ("median", SeedStatistic.Median),
        ("mean", SeedStatistic.Mean),
        ("geometricMean", SeedStatistic.GeometricMean),
        ("low", SeedStatistic.Low),
        ("high", SeedStatistic.High),
        ("spread", SeedStatistic.Spread),
        ("min", SeedStatistic.Min),
        ("max", SeedStatistic.Max),
    ];

    /// <summary>The words for quantities.</summary>
    public static IEnumerable<string> Quantities => s_quantities.Select(q => q.Word);

    /// <summary>The words for statistics.</summary>
    public static IEnumerable<string> Statistics => s_statistics.Select(s => s.Word);

    public static Measurement Read(YamlMapping mapping, string quantity = "of") => new(
        Word(mapping, quantity, s_quantities, "testError"),
        Place(mapping, "at"),
        Word(mapping, "statistic", s_statistics, "median"));

    /// <summary>What is read off the denominators of a ratio: the same, unless <c>belowAt</c> says when.</summary>
    public static Measurement Denominator(YamlMapping mapping, Measurement measurement) =>
        mapping.Has("belowAt") ? measurement with { At = Place(mapping, "belowAt") } : measurement;

    /// <summary>The words for a measurement in tables and figures.</summary>
    public static string Words(Measurement measurement)
    {
        string quantity = s_quantities.First(q => q.Value == measurement.Quantity).Word;
        return quantity switch
        {
            "loss" => "loss",
            "testError" => "test error",
            "trainError" => "training error",
            "validationLoss" => "validation loss",
            "secondsPerStep" => "seconds per step",
            _ => "share " + quantity,
        };
    }

    static TValue Word<TValue>(YamlMapping mapping, string name, (string Word, TValue Value)[] words, string usual)
    {
        string word = mapping.Choice(name, [.. words.Select(w => w.Word)]) ?? usual;
        return words.First(w => w.Word == word).Value;
    }

    static CurvePlace Place(YamlMapping mapping, string name) => mapping.Text(name) switch
    {
        null or "kept" => CurvePlace.Kept,
        "last" => CurvePlace.Last,
        "start" => new CurvePlace(CurvePlaceKind.Start),
        "best" => new CurvePlace(CurvePlaceKind.Best),
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long step) =>
            new CurvePlace(CurvePlaceKind.Step, step),
        string text => throw mapping.Wrong(name, $"'{text}'", "start, kept, last, best or a step"),
    };
}
