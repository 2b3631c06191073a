namespace Kindling.Studies;

/// <summary>Reads the figures of a study's report.</summary>
static class FigureYaml
{
    /// <summary>The figures; where the study names none, the loss over the steps.</summary>
    /// <exception cref="Files.FileFormatException">A figure is not what it should be; with file and line.</exception>
    public static IReadOnlyList<GridFigure> Read(YamlMapping root, GridReader grid)
    {
        IReadOnlyList<YamlMapping> all = root.Mappings("figures");
        if (all.Count > 0)
            return [.. all.Select(f => One(f, grid))];
        string[] axes = [.. grid.Axes.Select(a => a.Name)];
        return
        [
            new GridFigure(
                "Loss over steps",
                "step",
                new Measurement(RunQuantity.Loss, CurvePlace.Last),
                axes.LastOrDefault(),
                [.. axes.SkipLast(1)],
                new CellSelection(),
                Points: false),
        ];
    }

    static GridFigure One(YamlMapping mapping, GridReader grid)
    {
        string x = mapping.Text("x") ?? "step";
        if (x != "step")
            x = grid.RequireNumericAxis(x, mapping, "x");
        string? color = mapping.Text("color");
        if (color is not null)
            color = grid.RequireAxis(color, mapping, "color");
        string[] facets = [.. (mapping.OneOrMore("facet") ?? []).Select(f => grid.RequireAxis(f, mapping, "facet"))];
        Measurement y = MeasurementYaml.Read(mapping, "y");
        YamlMapping where = mapping.Mapping("where");
        var figure = new GridFigure(
            mapping.Text("title") ?? $"{MeasurementYaml.Words(y)} over {x}",
            x,
            y,
            color,
            facets,
            grid.Selection(where, where.Names),
            mapping.Choice("points", "true", "false") == "true");
        mapping.RequireNothingElse();
        return figure;
    }
}
