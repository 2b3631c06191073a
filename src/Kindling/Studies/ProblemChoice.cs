using System.Security.Cryptography;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>
/// What a study says about its problem: a function or a differential equation by name, a table, or a picture.
/// </summary>
public sealed record ProblemChoice
{
    /// <summary>The name of a built-in function, or null.</summary>
    public string? Function { get; init; }

    /// <summary>The name of a built-in differential equation, or null.</summary>
    public string? Pde { get; init; }

    /// <summary>The name of a toy that stands in for a network (<see cref="ToyQuadratic"/>), or null.</summary>
    public string? Toy { get; init; }

    /// <summary>The picture to be fitted, or null.</summary>
    public PictureChoice? Picture { get; init; }

    /// <summary>The path of a table, or null.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// The first 16 hexadecimal digits of the SHA-256 of the table (and of a file of targets), so that a changed table
    /// is another study.
    /// </summary>
    public string? DataHash { get; init; }

    /// <summary>The column (or file) to be predicted; null takes the last column.</summary>
    public string? Target { get; init; }

    /// <summary>Whether to classify; null decides by the target.</summary>
    public bool? Classification { get; init; }

    /// <summary>
    /// Training points of a function, or points along each coordinate of a differential equation; null takes the usual
    /// number.
    /// </summary>
    public int? Points { get; init; }

    /// <summary>How the points of a differential equation are placed.</summary>
    public PointSpread Sampling { get; init; } = PointSpread.Grid;

    /// <summary>Whether the points of a differential equation are drawn anew at every step.</summary>
    public bool Redrawn { get; init; }

    /// <summary>The weight of a differential equation against its conditions.</summary>
    public EquationWeight EquationWeight { get; init; } = EquationWeight.One;

    /// <summary>The share of a table's rows that is kept for the test.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>How the test rows of a table are chosen.</summary>
    public RowSplit Split { get; init; } = RowSplit.Fixed;

    /// <summary>A file with the test rows, or null.</summary>
    public string? TestFile { get; init; }

    /// <summary>As <see cref="DataHash"/>, of <see cref="TestFile"/>.</summary>
    public string? TestHash { get; init; }

    /// <summary>The share of a table's training rows that chooses rate and step, in [0, 1).</summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>A file with the validation rows, or null.</summary>
    public string? ValidationFile { get; init; }

    /// <summary>As <see cref="DataHash"/>, of <see cref="ValidationFile"/>.</summary>
    public string? ValidationHash { get; init; }

    /// <summary>Columns of a table that are not used.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Makes the problem.</summary>
    /// <param name="seed">Chooses points, or the rows of the test.</param>
    /// <param name="network">Gives the width where the equation's weight depends on it.</param>
    /// <exception cref="ArgumentException">The function or a setting is unknown or out of range.</exception>
    /// <exception cref="IOException">The table cannot be read, or is not what it should be.</exception>
    public Problem Load(ulong seed, NetworkChoice network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (Toy is not null)
            return ToyQuadratic.Problem;
        if (Pde is not null)
        {
            var options = new PdeOptions
            {
                Spread = Sampling,
                Redrawn = Redrawn,
                EquationWeight = EquationWeight.At(network.Widths.Max()),
                Seed = seed,
            };
            return PdeProblems.Find(Pde).Create(Points is int side ? options with { Side = side } : options);
        }

        if (Picture is not null)
            return Picture.Load(seed, ValidationFraction);
        if (Data is null)
            return Functions.Find(Function ?? "multiscale").Create(
                new FunctionOptions { TrainPoints = Points, Seed = seed });
        return OpenTable(seed, seeds: 1).Problem(0);
    }

    /// <summary>Reads the table.</summary>
    /// <param name="seed">Deals the rows.</param>
    /// <param name="seeds">Says how many folds there are, where <paramref name="folds"/> does not.</param>
    /// <param name="folds">The number of folds, or null.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the study has no table.</exception>
    /// <exception cref="IOException">The table cannot be read, or is not what it should be.</exception>
    internal Table OpenTable(ulong seed, int seeds, int? folds = null) => Tables.Open(
        Data ?? throw new ArgumentException("the study has no table."),
        new TableOptions
        {
            Target = Target,
            Classification = Classification,
            TestFraction = TestFraction,
            TestFile = TestFile,
            ValidationFraction = ValidationFraction,
            ValidationFile = ValidationFile,
            Split = Split,
            Folds = folds,
            Seeds = seeds,
            Seed = seed,
            Ignored = Ignored,
        });

    /// <summary>The hash of a file's bytes; of a table also of those of the file that holds its targets.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">A table's <see cref="Target"/>.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string HashOf(string path, string? target = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in new[] { path, Tables.TargetFile(path, target) }.OfType<string>().Where(File.Exists))
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
