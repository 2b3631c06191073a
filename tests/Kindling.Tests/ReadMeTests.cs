using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Kindling.Cli;
using Kindling.Initialization;
using Kindling.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kindling.Tests;

/// <summary>What README.md and the other pages show is so: they fail here when they drift.</summary>
public sealed partial class ReadMeTests
{
    static readonly string s_readMe = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));

    [Fact]
    public void The_example_in_the_readme_compiles_and_does_what_is_printed_below_it()
    {
        string printed = Block("text", after: "```csharp");
        Run(Block("csharp"));
        Assert.True(
            IsSimilar(printed.ReplaceLineEndings(" "), string.Join(' ', ReadMeConsole.Lines)),
            "README.md should say:\n" + string.Join('\n', ReadMeConsole.Lines));
    }

    [Fact]
    public void Every_command_in_the_pages_has_the_options_it_is_shown_with()
    {
        var commands = Pages().SelectMany(page => CommandPattern().Matches(page.Text)).Select(m => m.Groups[1].Value);
        foreach (string command in commands)
        {
            string[] words = command.Split(" #")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] names =
                [.. words.TakeWhile(w => !w.StartsWith('-') && !w.Contains('.', StringComparison.Ordinal))];
            var help = new StringWriter();
            Assert.Equal(0, CommandLineProgram.Run([.. names, "--help"], help, help));
            Assert.Contains($"kindling {string.Join(' ', names)}", help.ToString(), StringComparison.Ordinal);
            foreach (string option in words.Where(w => w.StartsWith("--", StringComparison.Ordinal)))
                Assert.Matches($"{Regex.Escape(option)}\\b", help.ToString());
        }
    }

    [Fact]
    public void The_table_of_schemes_names_each_scheme_once()
    {
        string[] lines = s_readMe.Split('\n');
        var rows = lines.SkipWhile(l => l != "| made for | schemes |").Skip(2).TakeWhile(l => l.StartsWith('|'));
        IEnumerable<string> named = rows.SelectMany(r => QuotedName().Matches(r)).Select(m => m.Groups[1].Value);
        Assert.Equal(Initializers.All.Select(s => s.Name).Order(), named.Order());
    }

    [Fact]
    public void Every_link_between_pages_leads_to_a_file()
    {
        var broken = from page in Pages()
                     from Match link in LinkPattern().Matches(CodeBlock().Replace(page.Text, ""))
                     let target = Path.Combine(Path.GetDirectoryName(page.Path)!, link.Groups[1].Value)
                     where !Path.Exists(target)
                     select $"{Path.GetFileName(page.Path)}: {link.Groups[1].Value}";
        Assert.Empty(broken);
    }

    static IEnumerable<(string Path, string Text)> Pages() =>
        Directory.GetFiles(SourceTree.Root, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => (path, File.ReadAllText(path)));

    /// <summary>The first block of a language in the README, after some text.</summary>
    static string Block(string language, string after = "")
    {
        int from = s_readMe.IndexOf(after, StringComparison.Ordinal) + after.Length;
        int start = s_readMe.IndexOf($"```{language}\n", from, StringComparison.Ordinal) + language.Length + 4;
        return s_readMe[start..s_readMe.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    /// <summary>Words agree, numbers to a third: rounding differs between widths, and training magnifies it.</summary>
    static bool IsSimilar(string expected, string found)
    {
        string[] words = expected.Split(' '), others = found.Split(' ');
        return words.Length == others.Length && words.Zip(others).All(pair =>
            TryReadNumber(pair.First, out double number) && TryReadNumber(pair.Second, out double other)
                ? other > number / 1.5 && other < number * 1.5
                : pair.First == pair.Second);
    }

    static bool TryReadNumber(string word, out double number) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>Compiles a program of top-level statements against this test's own references, and runs it.</summary>
    static void Run(string program)
    {
        const string Surroundings = """
            global using System;
            global using Console = Kindling.Tests.ReadMeConsole;
            """;
        string references = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var compilation = CSharpCompilation.Create(
            "ReadMe",
            [CSharpSyntaxTree.ParseText(Surroundings), CSharpSyntaxTree.ParseText(program)],
            references.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning));
        object?[] noArguments = [Array.Empty<string>()];
        Assembly.Load(image.ToArray()).EntryPoint!.Invoke(null, noArguments);
    }

    [GeneratedRegex(@"^(?:    |)\./kindling (.+)$", RegexOptions.Multiline)]
    internal static partial Regex CommandPattern();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    internal static partial Regex LinkPattern();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    internal static partial Regex CodeBlock();

    [GeneratedRegex("`([a-z_]+)`")]
    internal static partial Regex QuotedName();
}

/// <summary>Stands in for System.Console in the README's example.</summary>
public static class ReadMeConsole
{
    internal static List<string> Lines { get; } = [];

    public static void WriteLine(string line) => Lines.Add(line);
}
