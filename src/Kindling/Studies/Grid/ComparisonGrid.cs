namespace Kindling.Studies;

/// <summary>A comparison as a grid with one axis, its schemes: what <c>study.yaml</c> of a comparison is to
/// <c>kindling study</c>.</summary>
static class ComparisonGrid
{
    public static GridStudy Of(Study study, string path, string? scale)
    {
        if (scale is not (null or GridYaml.OnlyScale))
            throw new ArgumentException(
                $"a comparison has no scale '{scale}'; it has {GridYaml.OnlyScale}.", nameof(scale));
        study.Validate();
        string? folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)));
        string name = string.IsNullOrEmpty(folder) ? "comparison" : Run.FolderOf(folder);
        GridCell[] cells = [.. study.Schemes.Select(scheme => Cell(study, scheme))];
        var error = new Measurement(RunQuantity.TestError, CurvePlace.Last);
        var figure = new GridFigure("Error over steps", "step", error, "init", [], new(), false);
        return new GridStudy(
            name,
            "Comparison of initializations",
            "",
            "",
            "",
            GridYaml.OnlyScale,
            [GridYaml.OnlyScale],
            [new GridAxis("init", study.Schemes)],
            cells,
            [],
            [figure],
            StudyYaml.Write(study));
    }

    static GridCell Cell(Study study, string scheme)
    {
        Study single = study with { Schemes = [scheme], Time = null };
        return new(GridYaml.IdOf([("init", scheme)], single), [("init", scheme)], single);
    }
}
