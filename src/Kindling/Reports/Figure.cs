using System.Text.Json.Nodes;

namespace Kindling.Reports;

/// <summary>A figure: what it shows, how to read it, and its Vega-Lite specification.</summary>
/// <remarks>
/// A specification may set <c>"width": "container"</c> to be as wide as the page, or be a facet with
/// <c>"usermeta": { "panel": N }</c>: the page then puts as many panels of at least N pixels side by side as fit; a
/// <c>concat</c> with it has at most as many columns as it says.
/// </remarks>
/// <param name="Name">The name of its file and of its element: lower-case letters, digits and hyphens.</param>
/// <param name="Title">What it shows, a few words.</param>
/// <param name="Caption">How to read it, whole sentences.</param>
/// <param name="Spec">The Vega-Lite specification with its data.</param>
public sealed record Figure(string Name, string Title, string Caption, JsonObject Spec)
{
    /// <summary>The specification as a file that any Vega-Lite viewer shows, with title and caption.</summary>
    public string ToStandaloneJson()
    {
        JsonObject spec = Spec.DeepClone().AsObject();
        spec["title"] = Title;
        spec["description"] = Caption;
        spec["background"] = "white";
        return spec.ToJsonString();
    }
}
