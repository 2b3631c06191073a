using System.Globalization;

namespace Kindling.Studies;

/// <summary>
/// Whether runs go on improving on the rows they are trained on while they get worse on new ones.
/// </summary>
/// <param name="KeptStep">The median step at which the validation loss is lowest.</param>
/// <param name="Ratio">The test error at the end over the one at the kept step, the geometric mean over runs.</param>
/// <param name="What">What is learned by heart: rows or points.</param>
public sealed record LearnedByHeart(double KeptStep, double Ratio, string What)
{
    /// <summary>Less is not worth a sentence.</summary>
    const double LeastRatio = 1.1;

    /// <summary>What the runs of a scheme show, or null where nothing of the kind.</summary>
    /// <param name="scheme">Its runs, kept at their best step.</param>
    /// <param name="areRows">Whether the points are rows of a table.</param>
    public static LearnedByHeart? Of(SchemeResult scheme, bool areRows)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        RunResult[] runs = [.. scheme.Runs.Where(r => !r.Diverged && r.TestError > 0 && r.TestErrorAtEnd > 0)];
        int worse = runs.Count(r => r.Kept.Step < r.Steps && r.End.Loss < r.Kept.Loss);
        if (2 * worse <= runs.Length)
            return null;
        double ratio = Math.Exp(runs.Average(r => Math.Log(r.TestErrorAtEnd / r.TestError)));
        return ratio < LeastRatio ? null : new(scheme.MedianKeptStep, ratio, areRows ? "rows" : "points");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"the error on new points is lowest after {KeptStep:0} steps and {Ratio:0.0#} times higher at the end: this "
        + $"network learns the {What} by heart");
}
