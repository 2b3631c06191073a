using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kindling.Tests.Architecture;

/// <summary>The source files of this repository, as the compiler's parser sees them.</summary>
static class SourceTree
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All C# files under src/, tests/ and benchmarks/.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. new[] { "src", "tests", "benchmarks" }.SelectMany(Read).OrderBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>Fails with one line for each of the places that break a rule.</summary>
    public static void RequireNone(IEnumerable<string> places)
    {
        string[] found = [.. places];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    static IEnumerable<SourceFile> Read(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/") && !path.Contains("/bin/") && !path.Contains("/node_modules/"))
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path))));

    static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Kindling.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Kindling.slnx is in no folder above the tests.");
    }
}

/// <summary>One source file.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Text">Its contents.</param>
sealed record SourceFile(string Path, string Text)
{
    public int Lines { get; } = Text.Count(c => c == '\n');

    public SyntaxNode Syntax { get; } =
        CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
}
