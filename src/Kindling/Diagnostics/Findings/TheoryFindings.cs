namespace Kindling.Diagnostics;

/// <summary>Findings about measurement beside theory.</summary>
static class TheoryFindings
{
    const double Far = 2;

    public static IEnumerable<Finding> FarFromTheory(Inspection inspection)
    {
        if (inspection.WhyNoTheory is string why)
        {
            yield return new(
                Severity.Note, "no-theory", $"mean-field theory is not set beside the measurement: {why}", 0);
            yield break;
        }

        LayerSignal? far = inspection.Hidden.FirstOrDefault(l =>
            l.LengthTheory is > 0 and double theory && l.SecondMoment > 0
            && Math.Max(l.SecondMoment / theory, theory / l.SecondMoment) > Far);
        if (far is null)
            yield break;
        double ratio = far.SecondMoment / far.LengthTheory!.Value;
        yield return new(
            Severity.Note,
            "far-from-theory",
            $"from {far.Name} on the signal is {ratio:G3} times what theory of wide networks with independent "
                + "weights says: the weights are trained or correlated, or the layers are narrow",
            ratio);
    }
}
