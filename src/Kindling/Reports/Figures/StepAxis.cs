using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>The axis of training steps: logarithmic, and the start of training, step 0, has a place on it.</summary>
static class StepAxis
{
    /// <summary>The encoding of a field <c>step</c> from 0 to the last one.</summary>
    public static JsonNode To(long last) => VegaLite.Part(
        $$"""
        { "field": "step", "type": "quantitative", "title": "training steps",
          "scale": { "type": "symlog", "constant": 1, "nice": false, "domain": [0, {{last}}] },
          "axis": {{Axis(last)}} }
        """);

    /// <summary>Ticks at 0, 1, 10, 100, ... up to the last step.</summary>
    public static JsonNode Axis(double last)
    {
        var decades = new List<double> { 0 };
        for (double step = 1; step <= last; step *= 10)
            decades.Add(step);
        return VegaLite.Part(
            $$"""{ "values": {{VegaLite.Numbers(decades)}}, "labelExpr": {{VegaLite.CountLabels}} }""");
    }
}
