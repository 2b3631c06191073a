using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>A task on which copies of one initializer are compared.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Study">The study of the copies: defaults of <c>compare</c> but for the steps.</param>
sealed record ControlTask(string Name, Study Study)
{
    /// <summary>Copies in a family.</summary>
    public const int Copies = 8;

    /// <summary>Seeds in a study.</summary>
    public const int Seeds = 8;

    /// <summary>The six tasks.</summary>
    /// <param name="folder">Where the table of <see cref="WineLikeTable"/> is written.</param>
    public static IReadOnlyList<ControlTask> All(string folder) =>
    [
        Function("sin", 16, 2, 300),
        Function("abs", 16, 1, 500),
        Function("multiscale:2", 32, 8, 300),
        Table("cars", DefaultStudy.Cars),
        Table("wine-like", (WineLikeTable.WriteTo(folder), "class")),
        new("transport, relu resnet 16x1, lsgd, 100 steps", DefaultStudy.Of(
            ("problem", "transport"),
            ("network", "resnet"),
            ("activation", "relu"),
            ("width", "16"),
            ("depth", "1"),
            ("lsgd", "true"),
            ("steps", "100"),
            ("init", Copy("box")))),
    ];

    /// <summary>A task on a built-in function.</summary>
    public static ControlTask Function(string function, int width, int depth, int steps) => new(
        $"{function}, tanh {width}x{depth}, {steps} steps",
        DefaultStudy.Function(function, "tanh", width, depth, steps, Copy("glorot")));

    /// <summary>Families of the task, each with a seed of its own.</summary>
    public IReadOnlyList<Family> Families(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Family(Name, i, Study with { Seed = SeedOf(i) })),
    ];

    /// <summary>The first seed of a family: no two families share a seed.</summary>
    public static ulong SeedOf(int family) => 1000 + (100 * (ulong)family);

    static ControlTask Table(string name, (string Path, string Target) table) => new(
        $"{name}, tanh 32x2, 300 steps", DefaultStudy.Table(table, "tanh", 32, 2, 300, Copy("glorot")));

    static string Copy(string initializer) =>
        string.Join(',', [initializer, .. Enumerable.Range(2, Copies - 1).Select(c => $"{initializer}#{c}")]);
}
