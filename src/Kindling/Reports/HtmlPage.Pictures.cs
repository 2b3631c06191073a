using Kindling.Files;

namespace Kindling.Reports;

/// <content>Pictures side by side.</content>
public sealed partial class HtmlPage
{
    /// <summary>The longer side of a picture in a page, in pixels; larger ones are shrunk to it.</summary>
    const int LongestSide = 640;

    /// <summary>Adds pictures in a row that wraps, each with its caption below.</summary>
    /// <param name="pictures">Caption, a text for those who cannot see it, and picture.</param>
    public HtmlPage Pictures(IEnumerable<(string Caption, string Description, Image Picture)> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        _body.Append("<div class=\"pictures\">\n");
        foreach ((string caption, string description, Image picture) in pictures)
        {
            Image shown = picture.Shrunk(LongestSide);
            string data = Convert.ToBase64String(PngWriter.ToBytes(shown));
            _body.Append($"<figure><img src=\"data:image/png;base64,{data}\" ")
                .Append($"width=\"{shown.Width}\" height=\"{shown.Height}\" alt=\"{Html.Escape(description)}\">")
                .Append($"<figcaption>{Html.Escape(caption)}</figcaption></figure>\n");
        }

        return Append("</div>\n");
    }
}
