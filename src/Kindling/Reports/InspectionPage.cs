using Kindling.Diagnostics;
using Kindling.Files;

namespace Kindling.Reports;

/// <summary>The page of one or more inspected networks: what was found, and the figures behind it.</summary>
public static class InspectionPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="inspections">The networks by name, at least one; names are distinct.</param>
    /// <exception cref="ArgumentException">There is no network.</exception>
    public static HtmlPage Make(IReadOnlyList<(string Name, Inspection Inspection)> inspections)
    {
        ArgumentNullException.ThrowIfNull(inspections);
        if (inspections.Count == 0)
            throw new ArgumentException("inspections is empty; a page has at least one network.", nameof(inspections));
        var palette = new SchemePalette(inspections.Select(i => i.Name));
        Inspection first = inspections[0].Inspection;
        var page = new HtmlPage($"Inspection of {first.Network}");
        page.Header("Kindling inspection", Headline(inspections), $"{first.Network}, {first.Points} inputs.");
        page.Section("Findings").Definitions(FindingTexts(inspections));
        page.Section("Signals forward").Add(LayerFigures.Length(inspections, palette))
            .Add(LayerFigures.Correlation(inspections, palette));
        page.Section("Gradients back").Add(LayerFigures.Gradient(inspections, palette));
        page.Section("Spectra").Add(SpectrumFigures.Jacobian(inspections, palette))
            .Add(SpectrumFigures.Features(inspections, palette)).Add(FeatureTable(inspections, palette));
        page.Section("The initial function").Add(FunctionFigures.Frequencies(inspections));
        foreach ((string name, Inspection inspection) in inspections.Where(i => i.Inspection.SquareImages is not null))
            page.Add(FunctionFigures.Square(name, inspection.SquareImages!));
        foreach ((string name, Inspection inspection) in inspections.Where(i => i.Inspection.UnitMaps is not null))
            page.Add(KernelFigures.Maps(name, inspection.UnitMaps!));
        page.Section("Tangent kernel").Add(KernelFigures.Profiles(inspections));
        foreach ((string name, Inspection inspection) in inspections)
            page.Add(KernelFigures.Functions(name, inspection.Kernel));
        page.Section("Layers");
        foreach ((string name, Inspection inspection) in inspections)
            page.Add(LayerTable(name, inspection));
        return page;
    }

    static string Headline(IReadOnlyList<(string Name, Inspection Inspection)> inspections)
    {
        (string name, Inspection only) = inspections[0];
        return inspections.Count == 1
            ? $"{name}: {only.Findings[0].Text}"
            : "What signals and gradients do under " + string.Join(", ", inspections.Select(i => i.Name));
    }

    static IEnumerable<(string Term, string Text)> FindingTexts(
        IReadOnlyList<(string Name, Inspection Inspection)> inspections) =>
        from inspection in inspections
        from finding in inspection.Inspection.Findings
        let advice = finding.Advice is null ? "" : $" To do: {finding.Advice}."
        select ($"{inspection.Name}: {EnumText.Of(finding.Severity)}", $"{finding.Text}.{advice}");

    static Table FeatureTable(IReadOnlyList<(string Name, Inspection Inspection)> inspections, SchemePalette palette)
    {
        var table = new Table(
            "The Jacobian and the features of the last hidden layer.",
            new Column("network", Numeric: false),
            new Column("mean square", "The mean of the squared singular values of the input-output Jacobian."),
            new Column("over inputs", "The least and the largest of it at several inputs."),
            new Column("condition", "The largest singular value over the smallest."),
            new Column("objective", "Minus the mean of log(1 - cos^2) over pairs of features; 0 is orthogonal."),
            new Column("effective rank", "The exponential of the entropy of the covariance's eigenvalues."),
            new Column("second / first", "Of the covariance's eigenvalues."),
            new Column("last / first", "Of the covariance's eigenvalues."));
        foreach ((string name, Inspection inspection) in inspections)
        {
            table.AddRow(
                false,
                new Cell(name) { Swatch = palette.Color(name) },
                Cell.Number(inspection.Jacobian.MeanSquare),
                new Cell($"{NumberText.Short(inspection.Jacobians.Min(j => j.MeanSquare))} to "
                    + NumberText.Short(inspection.Jacobians.Max(j => j.MeanSquare))),
                Cell.Number(inspection.Jacobian.Condition),
                Cell.Number(inspection.Orthogonality.Objective),
                Cell.Number(inspection.Features.EffectiveRank),
                Cell.Number(inspection.Features.SecondToFirst),
                Cell.Number(inspection.Features.LastToFirst));
        }

        return table;
    }

    static Table LayerTable(string name, Inspection inspection)
    {
        var table = new Table(
            $"{name}: {inspection.Network}.",
            new Column("layer", Numeric: false),
            new Column("length", "The mean square of the pre-activations."),
            new Column("theory", "The same by mean-field theory."),
            new Column("correlation", "The mean cosine of the pre-activations of pairs of inputs."),
            new Column("theory", "The same by mean-field theory."),
            new Column("gradient", "The mean square of the gradients in the pre-activations."),
            new Column("theory", "The same by mean-field theory."),
            new Column("off", "The share of pre-activations that are 0 or negative."),
            new Column(
                "off alone", "The same with the layer alone fed phi of standard normal numbers (RAAI, Table 1)."),
            new Column("dead units", "Units whose slope is 0 at every input."),
            new Column("saturation", "The share of slopes below a tenth of the largest; bounded activations only."));
        foreach (LayerSignal layer in inspection.Layers)
        {
            table.AddRow(
                false,
                new Cell(layer.IsReadOut ? "read-out" : layer.Name) { SortValue = layer.Index },
                Cell.Number(layer.SecondMoment),
                Cell.Number(layer.LengthTheory),
                Cell.Number(layer.Correlation),
                Cell.Number(layer.CorrelationTheory),
                Cell.Number(layer.GradientSecondMoment),
                Cell.Number(layer.GradientTheory),
                Cell.Number(layer.OffFraction),
                Cell.Number(layer.OffProbability),
                new Cell(NumberText.Count(layer.DeadUnits)) { SortValue = layer.DeadUnits },
                Cell.Number(layer.Saturation));
        }

        return table;
    }
}
