using Kindling.Diagnostics;
using Kindling.Files;
using Kindling.Sampling;
using Spectre.Console;

namespace Kindling.Cli.Output;

/// <summary>An inspection for people: a row a layer, then what it means.</summary>
static class InspectionTable
{
    const int MostRows = 24;
    const int BarWidth = 12;

    static readonly string[] s_heads =
        ["layer", "length", "", "theory", "range", "corr.", "theory", "gradient", "", "off", "dead", "satur."];

    public static void Print(string name, Inspection inspection, TextWriter output)
    {
        output.WriteLine($"{name}: {inspection.Network} on {inspection.Points} inputs");
        Terminal.Write(Layers(inspection), output);
        output.WriteLine(JacobianText(inspection.Jacobians));
        output.WriteLine(
            $"features: orthogonality objective {inspection.Orthogonality.Objective:G3} (0 is orthogonal), effective "
            + $"rank {inspection.Features.EffectiveRank:G3} of {inspection.Orthogonality.Cosines.Rows}, eigenvalues "
            + $"second/first {inspection.Features.SecondToFirst:G3}, last/first {inspection.Features.LastToFirst:G3}");
        FrequencyContent frequencies = inspection.Frequencies;
        output.WriteLine(frequencies.Power.Count == 0
            ? "frequencies: the outputs are straight along lines between inputs"
            : $"frequencies along {frequencies.Lines} lines between inputs: mean {frequencies.Mean:G3} cycles, nine "
                + $"tenths of the power up to {frequencies.NineTenths}; straight lines are "
                + $"{100 * frequencies.StraightShare:G2} % of the variation");
        output.WriteLine();
        foreach (Finding finding in inspection.Findings)
        {
            output.WriteLine($"{EnumText.Of(finding.Severity)}: {finding.Text}.");
            if (finding.Advice is string advice)
                output.WriteLine($"    To do: {advice}.");
        }

        output.WriteLine();
    }

    static string JacobianText(IReadOnlyList<JacobianSpectrum> inputs)
    {
        JacobianSpectrum first = inputs[0];
        string values = first.SingularValues.Count == 0 ? ""
            : $", singular values {first.SingularValues[0]:G3} to {first.SingularValues[^1]:G3}, condition "
                + $"{first.Condition:G3}";
        string range = inputs.Count == 1 ? ""
            : $" ({inputs.Min(j => j.MeanSquare):G3} to {inputs.Max(j => j.MeanSquare):G3} over {inputs.Count} inputs)";
        return $"Jacobian: mean squared singular value {first.MeanSquare:G3}{range}{values}";
    }

    static Table Layers(Inspection inspection)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string head in s_heads)
            table.AddColumn(head.Length == 0 ? new TableColumn("") : new TableColumn(head).RightAligned().NoWrap());
        var length = Bar.Of(inspection.Layers.Select(l => l.SecondMoment));
        var gradient = Bar.Of(inspection.Layers.Select(l => l.GradientSecondMoment));
        int[] rows = EvenSpread.Of(inspection.Layers.Count, MostRows);
        foreach (int row in rows.Append(inspection.Layers.Count - 1).Distinct())
        {
            LayerSignal l = inspection.Layers[row];
            string range = l.Band is (double low, double high) ? $"{Text(low)}-{Text(high)}" : "-";
            table.AddRow(
                l.IsReadOut ? "read-out" : l.Index.ToString(),
                Text(l.SecondMoment),
                length.Text(l.SecondMoment),
                Text(l.LengthTheory),
                range,
                Text(l.Correlation),
                Text(l.CorrelationTheory),
                Text(l.GradientSecondMoment),
                gradient.Text(l.GradientSecondMoment),
                Share(l.OffFraction),
                l.DeadUnits is int dead ? dead.ToString() : "-",
                Share(l.Saturation));
        }

        return table;
    }

    static string Text(double? value) => value is double v ? v.ToString("G3") : "-";

    static string Share(double? share) => share is double s ? $"{100 * s:0} %" : "-";

    /// <summary>Bars on a linear scale, or on a logarithmic one where numbers differ by more than 30.</summary>
    readonly record struct Bar(double Low, double High, bool IsLogarithmic)
    {
        public static Bar Of(IEnumerable<double> values)
        {
            double[] good = [.. values.Where(v => v > 0 && double.IsFinite(v))];
            if (good.Length == 0)
                return new(0, 1, false);
            double low = good.Min(), high = good.Max();
            return high > 30 * low ? new(Math.Log(low), Math.Log(high), true) : new(0, high, false);
        }

        public string Text(double value)
        {
            if (!(value > 0) || !double.IsFinite(value))
                return "";
            double share = ((IsLogarithmic ? Math.Log(value) : value) - Low) / (High - Low);
            int count = Math.Clamp((int)Math.Round(share * BarWidth), IsLogarithmic ? 1 : 0, BarWidth);
            return new string('█', count);
        }
    }
}
