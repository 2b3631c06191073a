using Kindling.Files;

namespace Kindling.Studies;

/// <summary>Reads the claims of a study.</summary>
/// <param name="grid">The axes.</param>
/// <param name="scales">The names of all scales.</param>
/// <param name="cells">The cells of the scale at hand.</param>
internal sealed class ClaimYaml(GridReader grid, IReadOnlyList<string> scales, IReadOnlyList<GridCell> cells)
{
    static readonly string[] s_measures = ["value", "ratio", "slope"];

    /// <summary>All claims.</summary>
    /// <exception cref="Files.FileFormatException">A claim is not what it should be; with file and line.</exception>
    public IReadOnlyList<Claim> Read(YamlMapping root, string paper, string figure)
    {
        var claims = new List<Claim>();
        foreach (YamlMapping mapping in root.Mappings("claims"))
        {
            string id = Required(mapping, "id");
            if (claims.Any(c => c.Id == id))
                throw mapping.Wrong("id", $"'{id}' twice", "different ids");
            claims.Add(Read(mapping, id, paper, figure));
            mapping.RequireNothingElse();
        }

        return claims;
    }

    Claim Read(YamlMapping mapping, string id, string paper, string figure)
    {
        IReadOnlyList<string> only = mapping.OneOrMore("scales") ?? [];
        string? unknown = only.FirstOrDefault(s => !scales.Contains(s));
        if (unknown is not null)
            throw mapping.Wrong("scales", $"'{unknown}'", $"one of {string.Join(", ", scales)}");
        return new Claim(
            id,
            mapping.Text("paper") ?? paper,
            mapping.Text("figure") ?? figure,
            Required(mapping, "text"),
            mapping.Text("paperValue") ?? "",
            Measure(mapping),
            Range(mapping, "holds") ?? throw mapping.Wrong("holds", "no 'holds'", RangeRule),
            Range(mapping, "partly"),
            only,
            mapping.Text("note") ?? "");
    }

    ClaimMeasure Measure(YamlMapping mapping)
    {
        string kind = mapping.Choice("measure", s_measures) ?? throw mapping.Wrong(
            "measure", "no 'measure'", string.Join(" or ", s_measures));
        Measurement measurement = MeasurementYaml.Read(mapping);
        CellSelection where = Selection(mapping, "where");
        CellCombination over = mapping.Choice("over", "min", "max", "median") is string word
            ? EnumText.Value<CellCombination>(word, "over")
            : CellCombination.Single;
        ClaimMeasure measure = kind switch
        {
            "ratio" => Ratio(mapping, measurement, where, over),
            "slope" => new SlopeMeasure(
                measurement, where, over, grid.RequireNumericAxis(Required(mapping, "along"), mapping, "along")),
            _ => new ValueMeasure(measurement, where, over),
        };
        int numbers = measure.CountOf(cells);
        return numbers <= 1 || over != CellCombination.Single ? measure : throw mapping.Wrong(
            "over",
            $"{numbers} numbers, one for each combination of the axes that the claim leaves free",
            "'over: min', 'max' or 'median', or a narrower 'where'");
    }

    RatioMeasure Ratio(YamlMapping mapping, Measurement measurement, CellSelection where, CellCombination over)
    {
        Required(mapping, "above", isMapping: true);
        Required(mapping, "below", isMapping: true);
        CellSelection above = Selection(mapping, "above"), below = Selection(mapping, "below");
        return above.Axes.ToHashSet().SetEquals(below.Axes)
            ? new(measurement, where, over, above, below, MeasurementYaml.Denominator(mapping, measurement))
            : throw mapping.Wrong(
                "below", $"a choice on {Words(below)}", $"one on the axes of 'above': {Words(above)}");
    }

    CellSelection Selection(YamlMapping mapping, string name)
    {
        YamlMapping selection = mapping.Mapping(name);
        return grid.Selection(selection, selection.Names);
    }

    static string Words(CellSelection selection) => string.Join(", ", selection.Axes.DefaultIfEmpty("nothing"));

    static string Required(YamlMapping mapping, string name, bool isMapping = false)
    {
        string? found = isMapping ? mapping.IsMapping(name) ? name : null : mapping.Text(name);
        return string.IsNullOrEmpty(found)
            ? throw mapping.Wrong(
                name, $"no '{name}'", isMapping ? "axes with labels, as in { init: box }" : "a text")
            : found;
    }

    const string RangeRule = "a range: '>= 10', '<= 0.1' or '0.5 .. 2'";

    static ValueRange? Range(YamlMapping mapping, string name)
    {
        if (mapping.Text(name) is not string text)
            return null;
        string trimmed = text.Trim();
        string[] ends = trimmed.Split("..", StringSplitOptions.TrimEntries);
        if (trimmed.StartsWith(">=", StringComparison.Ordinal) && NumberRange.Finite(trimmed[2..]) is double least)
            return new(least, double.PositiveInfinity);
        if (trimmed.StartsWith("<=", StringComparison.Ordinal) && NumberRange.Finite(trimmed[2..]) is double most)
            return new(double.NegativeInfinity, most);
        return ends.Length == 2
            && NumberRange.Finite(ends[0]) is double low
            && NumberRange.Finite(ends[1]) is double high
            && low <= high
            ? new(low, high)
            : throw mapping.Wrong(name, $"'{text}'", RangeRule);
    }
}
