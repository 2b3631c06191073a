using Kindling.Propagation;

namespace Kindling.Cli.Output;

/// <summary>A propagation as text for people.</summary>
static class PropagationTable
{
    public static void Print(PropagationResult result, TextWriter output)
    {
        PropagationSettings settings = result.Settings;
        output.WriteLine(
            $"{settings.Scheme}, {settings.Activation}: {settings.Signals} signals of correlation "
            + $"{settings.Correlation:G3} through layers of {settings.Width} units");
        output.WriteLine();
        output.WriteLine(
            $"{"weight variance",16}{"layer",7}{"length",12}{"+-",11}{"theory",11}"
            + $"{"correlation",13}{"+-",11}{"theory",11}");
        foreach (PropagationPoint point in result.Points)
        {
            string variance = point.WeightVariance is double v ? v.ToString("G5") : "-";
            output.WriteLine(
                $"{variance,16}{point.Layer,7}{Text(point.Length.Mean),12}{Text(point.Length.Deviation),11}"
                + $"{Text(point.LengthTheory),11}{Text(point.Correlation.Mean),13}"
                + $"{Text(point.Correlation.Deviation),11}{Text(point.CorrelationTheory),11}");
        }

        output.WriteLine();
        if (result.Seconds.Count > 0)
        {
            output.WriteLine(
                $"{result.Seconds.Min():F2} s a network, {1e-9 * result.OperationsPerSecond:F0} GFLOP/s, "
                + $"{100 * result.ShareOfPeak:F0} % of this machine's multiply-add peak");
        }

        if (!result.IsComplete)
            output.WriteLine($"stopped after {result.Seconds.Count} networks");
    }

    static string Text(double? value) => value is double v && double.IsFinite(v) ? v.ToString("G4") : "-";
}
