using System.Globalization;

namespace Kindling.Studies;

/// <summary>A statement of a paper, and how it is measured here.</summary>
/// <param name="Id">Unique within the study.</param>
/// <param name="Paper">The paper.</param>
/// <param name="Figure">The figure, table or section.</param>
/// <param name="Text">The statement in words.</param>
/// <param name="PaperValue">The paper's number, or its words.</param>
/// <param name="Measure">What is measured.</param>
/// <param name="Holds">Where the measured number confirms the statement.</param>
/// <param name="Partly">Where it confirms part of it, or null.</param>
/// <param name="Scales">The scales at which it can be judged; empty for all.</param>
/// <param name="Note">What else should be known, or empty.</param>
public sealed record Claim(
    string Id,
    string Paper,
    string Figure,
    string Text,
    string PaperValue,
    ClaimMeasure Measure,
    ValueRange Holds,
    ValueRange? Partly,
    IReadOnlyList<string> Scales,
    string Note)
{
    /// <summary>The verdicts on the numbers of an interval.</summary>
    internal IEnumerable<ClaimVerdict> VerdictsWithin(double low, double high)
    {
        double[] borders = [.. new[] { Holds, Partly }.OfType<ValueRange>().SelectMany(r => new[] { r.Low, r.High })
            .Where(b => b >= low && b <= high && double.IsFinite(b))];
        return borders.SelectMany(b => new[] { double.BitDecrement(b), b, double.BitIncrement(b) })
            .Where(v => v >= low && v <= high).Append(low).Append(high).Select(VerdictOn).Distinct();
    }

    ClaimVerdict VerdictOn(double value) =>
        Holds.Contains(value) ? ClaimVerdict.Holds
        : Partly?.Contains(value) == true ? ClaimVerdict.Partly
        : ClaimVerdict.Fails;
}

/// <summary>A range that a number lies in or not.</summary>
/// <param name="Low">The least number, or minus infinity.</param>
/// <param name="High">The largest number, or infinity.</param>
public sealed record ValueRange(double Low, double High)
{
    /// <summary>True if the number is in the range, its ends included; NaN never is.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <inheritdoc/>
    public override string ToString() =>
        double.IsInfinity(High) ? $">= {Low:G12}"
        : double.IsInfinity(Low) ? $"<= {High:G12}"
        : $"{Low:G12} .. {High:G12}";
}

/// <summary>The verdict on a claim.</summary>
public enum ClaimVerdict
{
    /// <summary>The number lies where the claim says.</summary>
    Holds,

    /// <summary>It lies where part of the claim holds.</summary>
    Partly,

    /// <summary>It lies elsewhere.</summary>
    Fails,

    /// <summary>
    /// There is no number, because runs are missing or the claim is not for this scale; or its interval over seeds is
    /// not on one side.
    /// </summary>
    Undecided,
}

/// <summary>A claim and what the runs say about it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Measured">The number; NaN if there is none.</param>
/// <param name="Low">Lower end of its 95 % interval over seeds; NaN if there is none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Verdict">
/// What the number and its interval say together: where the interval holds numbers of several verdicts, undecided.
/// </param>
/// <param name="Reason">Why it is undecided, or null.</param>
public sealed record ClaimResult(
    Claim Claim, double Measured, double Low, double High, ClaimVerdict Verdict, string? Reason)
{
    /// <summary>Judges a claim by the cells that are finished.</summary>
    public static ClaimResult Of(Claim claim, GridStudy study, IReadOnlyList<CellResult> cells)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(cells);
        if (claim.Scales.Count > 0 && !claim.Scales.Contains(study.Scale))
            return None(claim, $"it is for scale {string.Join(", ", claim.Scales)} only");
        if (claim.Measure.Missing(study, cells) is string missing)
            return None(claim, missing);
        double measured = claim.Measure.Of(cells);
        if (double.IsNaN(measured))
            return None(claim, "the runs give no number (they diverged on both sides)");
        ClaimInterval interval = ClaimInterval.Of(claim.Measure, cells, measured);
        if (interval.Missing is not null)
            return new(claim, measured, double.NaN, double.NaN, ClaimVerdict.Undecided, interval.Missing);
        ClaimVerdict[] verdicts = [.. claim.VerdictsWithin(interval.Low, interval.High)];
        return verdicts.Length == 1
            ? new(claim, measured, interval.Low, interval.High, verdicts[0], null)
            : new(claim, measured, interval.Low, interval.High, ClaimVerdict.Undecided, BothSides(interval));
    }

    static string BothSides(ClaimInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"the interval {interval.Low:G3} to {interval.High:G3} ")
        + "lies on both sides";

    static ClaimResult None(Claim claim, string reason) =>
        new(claim, double.NaN, double.NaN, double.NaN, ClaimVerdict.Undecided, reason);
}
