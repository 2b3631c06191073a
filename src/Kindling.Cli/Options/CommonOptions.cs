using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Studies;

namespace Kindling.Cli.Options;

/// <summary>The options that every working command has.</summary>
/// <param name="usualPrecision">The usual floating-point type, as the help tells it.</param>
sealed class CommonOptions(string usualPrecision = "single")
{
    const int MostThreads = 1024; // More than any machine has; beyond, the system itself runs out of threads.

    public Option<ulong> Seed { get; } = NumberOption.Seed("--seed", StudySettings.Find("seed").Help);

    public Option<string?> Precision { get; } = (Option<string?>)SettingOptions.Of(
        StudySettings.Find("precision") with { DefaultWords = usualPrecision });

    public Option<int?> Threads { get; } =
        NumberOption.WholeOrNone("--threads", "Threads to use [default: all cores]", most: MostThreads);

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document instead of text" };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress display" };

    public IEnumerable<Option> All => [Seed, Precision, Threads, Json, Quiet];

    /// <summary>The floating-point type that was asked for, or else the command's usual one.</summary>
    public Precision PrecisionOf(ParseResult parsed, Precision usual = Studies.Precision.Single) =>
        parsed.Chosen<Precision>(Precision) ?? usual;

    public int ThreadsOf(ParseResult parsed) => parsed.GetValue(Threads) ?? Environment.ProcessorCount;

    /// <summary>A JSON document that begins with the fields that every command has.</summary>
    public JsonObject Document(
        string command, ParseResult parsed, Precision usual = Studies.Precision.Single) => new()
        {
            ["command"] = command,
            ["version"] = ResultsDocument.Version,
            ["seed"] = parsed.GetValue(Seed),
            ["precision"] = EnumText.Of(PrecisionOf(parsed, usual)),
            ["threads"] = ThreadsOf(parsed),
            ["seconds"] = Math.Round((DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds, 3),
        };
}
