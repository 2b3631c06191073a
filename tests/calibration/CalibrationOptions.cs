using System.Globalization;

namespace Kindling.Calibration;

/// <summary>What is measured, in which size, and where it is kept.</summary>
sealed record CalibrationOptions
{
    /// <summary>All parts, in their order.</summary>
    public static readonly IReadOnlyList<string> AllParts = ["controls", "tables", "rates", "power"];

    /// <summary>The text of <c>--help</c>.</summary>
    public const string Help =
        """
        tests/calibration/run [PART...] [OPTIONS]

        Measures whether the claims of compare hold. Parts [default: all]:
          controls   false claims among 2, 4 and 8 copies of one initializer, on six tasks
          tables     claims on tables of 200 rows against the order on fresh rows of the same law
          rates      the race for a learning rate against the best of 14 fixed rates
          power      true and false claims, today's verdict against the one before

        --families N     families of controls; the other parts grow with it [default: 50]
        --task TEXT      only tasks whose name contains the text, in controls, rates and power
        --workers N      families trained at the same time, one thread each [default: 2]
        --cache FOLDER   where finished families are kept [default: artifacts/calibration]
        --markdown FILE  write the tables between the file's two marker comments
        """;

    /// <summary>The parts to measure.</summary>
    public IReadOnlyList<string> Parts { get; init; } = AllParts;

    /// <summary>The number of families of eight copies for each task of the controls.</summary>
    public int Families { get; init; } = 50;

    /// <summary>Only tasks whose name contains this.</summary>
    public string Task { get; init; } = "";

    /// <summary>Families that are trained at the same time.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Where finished families are kept.</summary>
    public string Cache { get; init; } = Path.Combine(Repository.Root, "artifacts", "calibration");

    /// <summary>The page to write to, or null.</summary>
    public string? Markdown { get; init; }

    /// <summary>True if the help was asked for.</summary>
    public bool IsHelp { get; init; }

    /// <summary>The number of tables of one law.</summary>
    public int Tables => 2 * Families;

    /// <summary>The number of families of eight seeds that are compared for power.</summary>
    public int PowerFamilies => Math.Max(4, Families / 3);

    /// <summary>The number of trials with simulated errors.</summary>
    public int Trials => 8 * Families;

    /// <summary>Seeds at each learning rate.</summary>
    public int RateSeeds => Math.Clamp(Families / 2, 2, 8);

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It is not one; the message is one line.</exception>
    public static CalibrationOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CalibrationOptions();
        var parts = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            options = word switch
            {
                "--help" or "-h" => options with { IsHelp = true },
                "--families" => options with { Families = Whole(word, Value()) },
                "--workers" => options with { Workers = Whole(word, Value()) },
                "--task" => options with { Task = Value() },
                "--cache" => options with { Cache = Path.GetFullPath(Value()) },
                "--markdown" => options with { Markdown = Path.GetFullPath(Value()) },
                _ => WithPart(word),
            };

            string Value() => ++i < arguments.Count
                ? arguments[i]
                : throw new ArgumentException($"{word} has no value; give one after it.");
        }

        return parts.Count == 0 ? options : options with { Parts = [.. AllParts.Where(parts.Contains)] };

        CalibrationOptions WithPart(string word)
        {
            if (!AllParts.Contains(word))
                throw new ArgumentException(
                    $"'{word}' is neither a part nor an option; parts are {string.Join(", ", AllParts)}, and --help "
                    + "names the options.");
            parts.Add(word);
            return options;
        }
    }

    static int Whole(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
            ? number
            : throw new ArgumentException($"{option} is '{text}'; it must be a whole number of 1 or more.");
}
