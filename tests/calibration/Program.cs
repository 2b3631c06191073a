using System.Globalization;
using Kindling.Calibration;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    var options = CalibrationOptions.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CalibrationOptions.Help);
        return 0;
    }

    if (options.Markdown is not null)
        MarkdownBlock.Around(options.Markdown); // A page without a block is refused before hours of work.
    var workers = new Workers(options);
    var sections = new List<string>();
    bool holds = true;
    foreach (string part in options.Parts)
    {
        PartResult result = part switch
        {
            "controls" => Controls.Measure(workers),
            "tables" => TablesOfOneLaw.Measure(workers),
            "rates" => Rates.Measure(workers),
            _ => Power.Measure(workers),
        };
        sections.Add(result.Markdown());
        Console.WriteLine(sections[^1]);
        holds &= result.Holds;
    }

    if (options.Markdown is not null)
        MarkdownBlock.Write(options.Markdown, string.Join('\n', sections));
    Console.Error.WriteLine(holds ? "All bars hold." : "At least one bar does not hold.");
    return holds ? 0 : 1;
}
catch (Exception exception) when (exception is ArgumentException or IOException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 2;
}
