using System.Reflection;

namespace Kindling.Reports;

/// <summary>Style sheet and scripts of HTML pages, as they were embedded when the library was built.</summary>
static class PageResources
{
    public static string Style { get; } = Read("page.css")!;

    public static string PageScript { get; } = Read("page.js")!;

    /// <summary>True if the build could fetch the scripts that draw figures.</summary>
    public static bool CanDrawFigures => Read("vega-embed.js") is not null;

    /// <summary>The scripts that draw figures, in the order in which they need each other, with their
    /// license.</summary>
    public static IEnumerable<string> FigureScripts()
    {
        string license = (Read("vega.license") ?? "").Replace("*/", "* /", StringComparison.Ordinal);
        yield return $"/*! Vega, Vega-Lite and Vega-Embed\n{license}*/";
        foreach (string name in (string[])["vega.js", "vega-lite.js", "vega-embed.js"])
            yield return Read(name) ?? "";
    }

    static string? Read(string name)
    {
        Assembly assembly = typeof(PageResources).Assembly;
        using Stream? stream = assembly.GetManifestResourceStream("Kindling.Reports." + name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
