using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Cli.Output;
using Kindling.Files;
using Kindling.Reports;
using Kindling.Studies;

namespace Kindling.Cli.Commands;

/// <summary>What the theory answers, in the three forms that it is given in.</summary>
/// <param name="Fill">Adds the answer's fields to a JSON document.</param>
/// <param name="Print">Writes it for people.</param>
/// <param name="Page">Makes its page.</param>
sealed record TheoryAnswer(Action<JsonObject> Fill, Action<TextWriter> Print, Func<HtmlPage> Page)
{
    /// <summary>Writes further files beside the page, whose path it gets; returns their paths.</summary>
    public Func<string, IReadOnlyList<string>> WriteBeside { get; init; } = _ => [];

    /// <summary>False where the answer was interrupted.</summary>
    public bool IsComplete { get; init; } = true;
}

/// <summary>
/// A part of <c>kindling theory</c>: asks the library one thing and gives the answer as text, JSON and page.
/// </summary>
abstract class TheorySubcommand
{
    readonly string _name;

    /// <param name="name">The part's name.</param>
    /// <param name="outHelp">The files that it writes, as the help tells them.</param>
    /// <param name="precision">The usual floating-point type, as the help tells it.</param>
    protected TheorySubcommand(
        string name, string outHelp = "FILE.html", string precision = "double, in which all theory is computed")
    {
        _name = name;
        Common = new(precision);
        Out = new("--out") { Description = "Also write a page with figures", HelpName = outHelp };
    }

    protected TheoryOptions Theory { get; } = new();

    protected CommonOptions Common { get; }

    protected Option<string?> Out { get; }

    /// <summary>Asks the library.</summary>
    /// <exception cref="ArgumentException">The question cannot be answered; the message says why.</exception>
    protected abstract TheoryAnswer Answer(ParseResult parsed);

    /// <summary>The floating-point type of the answer: double, unless it is measured on networks.</summary>
    protected virtual Precision PrecisionOf(ParseResult parsed) => Precision.Double;

    /// <summary>True for a file that <see cref="TheoryAnswer.WriteBeside"/> writes alone, without a page.</summary>
    protected virtual bool IsDataFile(string path) => false;

    /// <summary>The command with its own options, then those that all parts have.</summary>
    protected Command Build(string description, IEnumerable<Option> options, params string[] examples)
    {
        var command = new Command(_name, description) { options, Out, Common.All };
        HelpWithExamples.Install(command, examples);
        command.SetAction(Run);
        return command;
    }

    int Run(ParseResult parsed)
    {
        string? path = parsed.GetValue(Out);
        if (path is not null)
            RequireWritable(path);
        TheoryAnswer answer = Answer(parsed);
        string[] written = path is null ? [] : [.. Write(path, answer)];
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Common.Json))
        {
            JsonObject document = Common.Document("theory " + _name, parsed);
            document["precision"] = EnumText.Of(PrecisionOf(parsed));
            answer.Fill(document);
            if (written.Length > 0)
                document["files"] = JsonText.Texts(written);
            output.Write(JsonText.ToText(document));
        }
        else
        {
            answer.Print(output);
            if (written.Length > 0)
                output.WriteLine("Written: " + string.Join(", ", written));
        }

        return answer.IsComplete ? ExitCode.Done : ExitCode.Failed;
    }

    IEnumerable<string> Write(string path, TheoryAnswer answer)
    {
        if (!IsDataFile(path))
        {
            answer.Page().Write(path);
            yield return path;
        }

        foreach (string beside in answer.WriteBeside(path))
            yield return beside;
    }

    /// <summary>Before anything is computed.</summary>
    void RequireWritable(string path)
    {
        if (!path.EndsWith(".html", StringComparison.OrdinalIgnoreCase) && !IsDataFile(path))
            throw new UsageException($"--out is '{path}'; it must end in {Out.HelpName!.Replace("FILE", "")}");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new UsageException($"--out is '{path}', but the folder {folder} does not exist");
    }
}
