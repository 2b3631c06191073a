using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kindling.Tests.Architecture;

/// <summary>Small files and small functions; <c>./test</c> prints the report that this writes.</summary>
public class SizeTests
{
    const int FileStop = 500;
    const int FunctionStop = 60;

    /// <summary>max_line_length of .editorconfig, which the compiler does not check.</summary>
    const int LineStop = 120;

    /// <summary>
    /// A register-tiled kernel may be longer, as splitting it would spill its registers; and so may a figure, which is
    /// one literal without control flow.
    /// </summary>
    const int LongStop = 100;

    static readonly Function[] Functions =
        [.. SourceTree.Files.SelectMany(FunctionsOf).OrderByDescending(f => f.Lines)];

    [Fact]
    public void No_file_is_longer_than_the_stop_size() =>
        SourceTree.RequireNone(
            SourceTree.Files.Where(f => f.Lines > FileStop).Select(f => $"{f.Path}: {f.Lines} lines"));

    [Fact]
    public void No_function_is_longer_than_the_stop_size() =>
        SourceTree.RequireNone(
            Functions.Where(f => f.Lines > (f.MayBeLong ? LongStop : FunctionStop)).Select(f => f.ToString()));

    [Fact]
    public void No_line_is_longer_than_the_stop_size() =>
        SourceTree.RequireNone(
            from file in SourceTree.Files
            from line in file.Text.Split('\n').Index()
            let length = line.Item.TrimEnd('\r').Length
            where length > LineStop
            select $"{file.Path}, line {line.Index + 1}: {length} characters");

    [Fact]
    public void The_size_report_is_written()
    {
        var report = new StringBuilder("The ten largest files\n");
        foreach (SourceFile file in SourceTree.Files.OrderByDescending(f => f.Lines).Take(10))
            report.Append($"{file.Lines,6}  {file.Path}\n");
        report.Append("The ten largest functions\n");
        foreach (Function function in Functions.Take(10))
            report.Append($"{function}\n");
        string folder = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "artifacts")).FullName;
        File.WriteAllText(Path.Combine(folder, "sizes.txt"), report.ToString());
        Assert.NotEmpty(Functions);
    }

    static IEnumerable<Function> FunctionsOf(SourceFile file) =>
        from node in file.Syntax.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let span = node.SyntaxTree.GetLineSpan(node.Span)
        select new Function(file.Path, NameOf(node), span.EndLinePosition.Line - span.StartLinePosition.Line + 1);

    static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        OperatorDeclarationSyntax operation => "operator " + operation.OperatorToken.Text,
        _ => "accessor",
    };

    sealed record Function(string Path, string Name, int Lines)
    {
        public bool MayBeLong =>
            Path.StartsWith("src/Kindling/Simd/", StringComparison.Ordinal)
            || Path.StartsWith("src/Kindling/Reports/Figures/", StringComparison.Ordinal);

        public override string ToString() => $"{Lines,6}  {Path} {Name}";
    }
}
