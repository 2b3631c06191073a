using System.Text;
using Kindling.Files;
using Kindling.Studies;

namespace Kindling.Reports;

/// <summary>One self-contained HTML page: text, tables and figures, opened from disk without a network.</summary>
/// <remarks>
/// All text is escaped. The page's own security policy forbids it to load anything. Figures are drawn by scripts that
/// are part of the page; where the library was built without them, the page says so and shows everything else.
/// </remarks>
public sealed partial class HtmlPage
{
    const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data: blob:";

    readonly string _title;
    readonly StringBuilder _body = new();
    readonly List<(string Id, string Title)> _sections = [];
    readonly List<Figure> _figures = [];
    string _header = "";

    /// <summary>Begins a page.</summary>
    /// <param name="title">The title of the window and of bookmarks.</param>
    public HtmlPage(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        _title = title;
    }

    /// <summary>The figures added so far.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>The head of the page: what it is about in small print, and its message in large print.</summary>
    public HtmlPage Header(string kicker, string headline, string? lead = null)
    {
        ArgumentNullException.ThrowIfNull(headline);
        string size = headline.Length > 64 ? " class=\"long\"" : "";
        _header = $"<p class=\"kicker\">{Html.Escape(kicker)}</p>\n<h1{size}>{Html.Escape(headline)}</h1>\n"
            + (lead is null ? "" : $"<p class=\"lead\">{Html.Escape(lead)}</p>\n");
        return this;
    }

    /// <summary>Begins a section.</summary>
    public HtmlPage Section(string title)
    {
        string id = Html.Id(title);
        _sections.Add((id, title));
        _body.Append($"<h2 id=\"{id}\">{Html.Escape(title)}</h2>\n");
        return this;
    }

    /// <summary>Adds a paragraph.</summary>
    public HtmlPage Paragraph(string text) => Append($"<p>{Html.Escape(text)}</p>\n");

    /// <summary>Adds a paragraph that must not be missed.</summary>
    public HtmlPage Notice(string text) => Append($"<p class=\"notice\" role=\"note\">{Html.Escape(text)}</p>\n");

    /// <summary>Adds names with short values, in a row that wraps.</summary>
    public HtmlPage Facts(IEnumerable<(string Name, string Value)> facts) =>
        Append(Pairs("facts", facts));

    /// <summary>Adds terms with their explanations, one below the other.</summary>
    public HtmlPage Definitions(IEnumerable<(string Term, string Text)> definitions) =>
        Append(Pairs("definitions", definitions));

    /// <summary>Adds text in a fixed pitch, as it stands, with a button to copy it.</summary>
    public HtmlPage Code(string text) => Append(
        "<div class=\"code\"><button type=\"button\" class=\"copy\">Copy</button>"
        + $"<pre>{Html.Escape(text)}</pre></div>\n");

    /// <summary>Adds a command line, broken only before its options, with a button to copy it.</summary>
    public HtmlPage Command(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        IEnumerable<string> parts = command.Split(" --").Select((part, i) => (i == 0 ? "" : "--") + part);
        string spans = string.Join(' ', parts.Select(p => $"<span>{Html.Escape(p)}</span>"));
        return Append(
            $"<div class=\"code\"><button type=\"button\" class=\"copy\">Copy</button><pre>{spans}</pre></div>\n");
    }

    /// <summary>Adds a table.</summary>
    public HtmlPage Add(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Append(table.ToHtml());
    }

    /// <summary>Adds a figure.</summary>
    /// <exception cref="ArgumentException">A figure of that name is on the page already.</exception>
    public HtmlPage Add(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (_figures.Any(f => f.Name == figure.Name))
            throw new ArgumentException($"figure '{figure.Name}' is on the page already.", nameof(figure));
        _figures.Add(figure);
        string id = Html.Id(figure.Name), title = Html.Escape(figure.Title), caption = Html.Escape(figure.Caption);
        _body.Append($"<figure id=\"figure-{id}\" aria-labelledby=\"title-{id}\">\n");
        _body.Append($"<h3 id=\"title-{id}\">{title}</h3>\n");
        _body.Append($"<div class=\"plot\" data-name=\"{id}\">");
        if (!PageResources.CanDrawFigures)
            _body.Append("<p class=\"missing\">Not drawn: see the top of the page.</p>");
        _body.Append($"</div>\n<figcaption>{caption}</figcaption>\n");
        _body.Append($"<script type=\"application/json\" id=\"spec-{id}\">");
        _body.Append(figure.Spec.ToJsonString()).Append("</script>\n</figure>\n"); // The encoder escapes < and >.
        return this;
    }

    /// <summary>Adds those figures that there are.</summary>
    public HtmlPage Add(params IEnumerable<Figure?> figures)
    {
        foreach (Figure figure in figures.OfType<Figure>())
            Add(figure);
        return this;
    }

    /// <summary>Begins a section of those figures that there are; without any, there is no section.</summary>
    public HtmlPage FigureSection(string title, params IEnumerable<Figure?> figures)
    {
        Figure[] there = [.. figures.OfType<Figure>()];
        return there.Length == 0 ? this : Section(title).Add(there);
    }

    /// <summary>The whole page.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Append($"<title>{Html.Escape(_title)}</title>\n<style>\n{PageResources.Style}</style>\n</head>\n<body>\n");
        html.Append($"<header>\n{_header}{Navigation()}</header>\n<main>\n");
        if (_figures.Count > 0)
            html.Append(FigureNotice());
        html.Append(_body).Append("</main>\n");
        html.Append($"<footer><p>Made by Kindling {Html.Escape(ResultsDocument.Version)}. ")
            .Append("This page loads nothing from any network.</p></footer>\n");
        if (_figures.Count > 0 && PageResources.CanDrawFigures)
        {
            foreach (string script in PageResources.FigureScripts())
                AppendScript(html, script);
        }

        AppendScript(html, PageResources.PageScript);
        return html.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>Writes the page under a temporary name and renames it, so that no half page is ever there.</summary>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteText(path, ToHtml());
    }

    /// <summary>
    /// Writes <c>report.html</c> into a folder, and each figure beside it as <c>figures/NAME.vl.json</c>.
    /// </summary>
    public void WriteReport(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Write(Path.Combine(folder, "report.html"));
        string figures = Directory.CreateDirectory(Path.Combine(folder, "figures")).FullName;
        foreach (Figure figure in _figures)
            AtomicFile.WriteText(Path.Combine(figures, Html.Id(figure.Name) + ".vl.json"), figure.ToStandaloneJson());
    }

    HtmlPage Append(string html)
    {
        _body.Append(html);
        return this;
    }

    string Navigation()
    {
        if (_sections.Count < 2)
            return "";
        IEnumerable<string> links = _sections.Select(s => $"<a href=\"#{s.Id}\">{Html.Escape(s.Title)}</a>");
        return $"<nav aria-label=\"Sections\">{string.Join('\n', links)}</nav>\n";
    }

    static string FigureNotice() => PageResources.CanDrawFigures
        ? "<noscript><p class=\"notice\">The figures are drawn by JavaScript, which is switched off here.</p>"
            + "</noscript>\n"
        : "<p class=\"notice\" role=\"note\">This page has no figures, because Kindling was built without Node.js. "
            + "To get them, install Node.js 20 or newer, build Kindling again, and give the command that made this "
            + "page once more.</p>\n";

    static string Pairs(string name, IEnumerable<(string Term, string Text)> pairs)
    {
        var html = new StringBuilder($"<dl class=\"{name}\">\n");
        foreach ((string term, string text) in pairs)
            html.Append($"<div><dt>{Html.Escape(term)}</dt><dd>{Html.Escape(text)}</dd></div>\n");
        return html.Append("</dl>\n").ToString();
    }

    static void AppendScript(StringBuilder html, string script) =>
        html.Append("<script>").Append(Html.EscapeScript(script)).Append("</script>\n");
}
