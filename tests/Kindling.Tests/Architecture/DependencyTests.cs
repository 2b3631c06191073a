using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kindling.Tests.Architecture;

/// <summary>The arrows between the rooms of the library point one way.</summary>
public class DependencyTests
{
    /// <summary>The rooms from the bottom up; a room may use itself and what stands before it.</summary>
    static readonly string[][] Floors =
    [
        ["Simd"],
        ["LinearAlgebra"],
        ["Sampling"],
        ["Networks"],
        ["MeanField", "Problems"],
        ["Training", "Diagnostics", "Initialization"],
        ["Studies", "Workloads", "Propagation"],
        ["Reports"],
        ["Cli"],
    ];

    /// <summary>
    /// Arrows within a floor: an initializer may train (it can be an optimization), never the reverse.
    /// </summary>
    static readonly (string From, string To)[] Sideways =
        [("Initialization", "Training")];

    [Fact]
    public void No_room_uses_a_room_above_it()
    {
        var reversed = from file in SourceTree.Files
                       where file.Path.StartsWith("src/", StringComparison.Ordinal)
                       let room = RoomOf(file.Path)
                       from used in RoomsUsedBy(file)
                       where !Allowed(room, used)
                       select $"{file.Path}: {room} uses {used}";
        SourceTree.RequireNone(reversed);
    }

    [Fact]
    public void Every_room_has_a_place_in_the_order()
    {
        string[] known = [.. Floors.SelectMany(f => f), "Files", ""];
        SourceTree.RequireNone(SourceTree.Files.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal))
            .Select(f => RoomOf(f.Path)).Distinct().Except(known));
    }

    [Fact]
    public void Intrinsics_appear_in_Simd_only() =>
        SourceTree.RequireNone(SourceTree.Files
            .Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal) && RoomOf(f.Path) != "Simd")
            .Where(f => f.Text.Contains("System.Runtime.Intrinsics", StringComparison.Ordinal))
            .Select(f => f.Path));

    static bool Allowed(string room, string used)
    {
        if (room == used || room == "")
            return true;
        if (used == "Files")
            return Floor(room) >= Floor("MeanField");
        if (room == "Files")
            return used is "Simd" or "LinearAlgebra" or "Networks"; // a parameter set is a list of named matrices
        return Floor(used) < Floor(room) || Sideways.Contains((room, used));
    }

    static int Floor(string room) => Array.FindIndex(Floors, f => f.Contains(room));

    static string RoomOf(string path)
    {
        string[] parts = path.Split('/');
        if (parts[1] == "Kindling.Cli")
            return "Cli";
        return parts.Length > 3 ? parts[2] : "";
    }

    static IEnumerable<string> RoomsUsedBy(SourceFile file) =>
        from directive in file.Syntax.DescendantNodes().OfType<UsingDirectiveSyntax>()
        let name = directive.NamespaceOrType.ToString().Split('.')
        where name.Length > 1 && name[0] == "Kindling"
        select name[1];
}
