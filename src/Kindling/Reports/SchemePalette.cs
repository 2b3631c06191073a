using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>One color and one line pattern for each scheme of a study, the same in every figure.</summary>
/// <remarks>
/// Eight colors that stay apart for people who confuse red and green, on light and on dark ground (after Okabe and
/// Ito 2008); with more schemes the colors come again with dashed and then dotted lines. Schemes keep their place in
/// the study, not their rank, so that a report made halfway has the colors of the finished one.
/// </remarks>
public sealed class SchemePalette
{
    static readonly string[] s_colors =
        ["#2f7fc1", "#d9601a", "#1a9b76", "#c565a0", "#b98a00", "#7a68c8", "#3aa6c9", "#8a8f98"];

    static readonly int[][] s_dashes = [[1, 0], [7, 3], [2, 2], [8, 3, 2, 3]];

    readonly string[] _schemes;

    /// <summary>Gives each scheme its color.</summary>
    /// <param name="schemes">The names, in the order of the study; repeats are ignored.</param>
    public SchemePalette(IEnumerable<string> schemes) => _schemes = [.. schemes.Distinct()];

    /// <summary>The color of a scheme as <c>#rrggbb</c>; gray for a name that is not of this study.</summary>
    public string Color(string scheme)
    {
        int index = System.Array.IndexOf(_schemes, scheme);
        return index < 0 ? s_colors[^1] : s_colors[index % s_colors.Length];
    }

    /// <summary>A Vega-Lite scale from scheme to color.</summary>
    public JsonNode ColorScale() => VegaLite.Part(
        $$"""{ "domain": {{VegaLite.Strings(_schemes)}}, "range": {{VegaLite.Strings(_schemes.Select(Color))}} }""");

    /// <summary>The legend above a figure of lines: color and pattern in one entry for each scheme.</summary>
    public static JsonNode LineLegend() => VegaLite.Part(
        $$"""{ "title": null, "orient": "top", "symbolType": "stroke", "symbolSize": 260, "symbolOpacity": 1 }""");

    /// <summary>A Vega-Lite scale from scheme to line pattern.</summary>
    public JsonNode DashScale()
    {
        IEnumerable<JsonNode?> dashes = _schemes.Select((_, i) => (JsonNode?)VegaLite.Numbers(
            s_dashes[Math.Min(i / s_colors.Length, s_dashes.Length - 1)].Select(d => (double)d)));
        return VegaLite.Part(
            $$"""{ "domain": {{VegaLite.Strings(_schemes)}}, "range": {{VegaLite.Array(dashes)}} }""");
    }
}
