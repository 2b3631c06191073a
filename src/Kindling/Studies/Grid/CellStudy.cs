using Kindling.Files;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Turns the settings of a cell into a <see cref="Study"/> of one scheme.</summary>
internal static class CellStudy
{
    static readonly NumberRange s_rate = NumberRange.Positive with { Words = "auto, or a finite number above 0" };

    static readonly string[] s_problems = ["function", "problem", "toy", "image", "data"];

    /// <summary>The names of all settings.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "function", "problem", "toy", "image", "imageSize", "sample", "tv", "data", "target", "task",
        "points", "sampling", "redraw", "equationWeight",
        "network", "width", "depth", "activation", "init",
        "optimizer", "lr", "decay", "decayEvery", "batch",
        "lsgd", "lsgdEvery", "lsgdThreshold", "lsgdRidge", "lsgdShare",
        "precision", "steps", "seeds", "seed",
    ];

    /// <summary>The study of some settings.</summary>
    /// <exception cref="Files.FileFormatException">A setting is not what it should be; with file and line.</exception>
    /// <exception cref="ArgumentException">Two settings do not go together.</exception>
    public static Study Of(CellSettings settings)
    {
        string scheme = settings.Checked("init", "an initializer", t => Initializers.Parse(t)) ?? "glorot";
        var study = new Study
        {
            Problem = Problem(settings),
            Network = Network(settings),
            Schemes = [Initializers.Parse(scheme).ToString()],
            Optimizer = Optimizer(settings.Checked("optimizer", "an optimizer", t => Optimizer(t)) ?? "adam"),
            LearningRate = settings.Text("lr") is "auto" ? RateChoice.Auto
                : RateChoice.Of(settings.Number("lr", s_rate) ?? 1e-3),
            DecayFactor = settings.Number("decay", NumberRange.Share) ?? 1,
            DecayEvery = settings.Whole("decayEvery", 1) ?? 1,
            Batch = settings.Text("batch") is "all" ? null : settings.Whole("batch", 1),
            LeastSquares = LeastSquares(settings),
            Steps = settings.Whole("steps", 0) ?? 1000,
            Precision = settings.Choice<Precision>("precision") ?? Precision.Single,
            Seeds = settings.Whole("seeds", 1) ?? 8,
            Seed = settings.Seed("seed") ?? 0,
        };
        study.Validate();
        return study;
    }

    static OptimizerKind Optimizer(string name) => EnumText.Value<OptimizerKind>(name, "optimizer");

    static ProblemChoice Problem(CellSettings settings)
    {
        string[] named = [.. s_problems.Where(settings.Has)];
        if (named.Length > 1)
            throw settings.Wrong(named[1], $"one of {string.Join(", ", s_problems)}, but '{named[0]}' is set too");
        string? data = settings.FileBeside("data");
        if (data is not null && !File.Exists(data))
            throw settings.Wrong("data", $"a file (there is no {data})");
        return new ProblemChoice
        {
            Function = settings.Checked("function", "a function", t => Functions.Find(t))
                ?? (named.Length == 0 ? "sin" : null),
            Pde = settings.Checked("problem", "a differential equation", t => PdeProblems.Find(t)),
            Toy = settings.Checked("toy", $"'{ToyQuadratic.Name}'", RequireToy),
            Picture = Picture(settings),
            Data = data,
            DataHash = data is null ? null : ProblemChoice.HashOf(data, settings.Text("target")),
            Target = settings.Text("target"),
            Classification = settings.Word("task", "classification", "regression"),
            Points = settings.Whole("points", 2),
            Sampling = settings.Choice<PointSpread>("sampling") ?? PointSpread.Grid,
            Redrawn = settings.Flag("redraw") ?? false,
            EquationWeight = EquationWeight.Parse(
                settings.Checked("equationWeight", "a weight", t => EquationWeight.Parse(t)) ?? "1"),
        };
    }

    static void RequireToy(string text)
    {
        if (text != ToyQuadratic.Name)
            throw new ArgumentException("there is no other", nameof(text));
    }

    static PictureChoice? Picture(CellSettings settings)
    {
        if (settings.Text("image") is not string name)
            return null;
        bool isFile = !name.StartsWith("builtin:", StringComparison.Ordinal);
        string path = isFile ? settings.FileBeside("image")! : name;
        if (isFile && !File.Exists(path))
            throw settings.Wrong("image", $"a file (there is no {path})");
        if (!isFile && name != PictureChoice.City)
            throw settings.Wrong("image", PictureChoice.City);
        return new PictureChoice(path)
        {
            Hash = isFile ? ProblemChoice.HashOf(path) : null,
            Size = settings.Whole("imageSize", 1),
            Sample = settings.Number("sample", NumberRange.Share) ?? 0.25,
            TotalVariation = settings.Number("tv", NumberRange.NotNegative) ?? 0.01,
        };
    }

    static NetworkChoice Network(CellSettings settings) => new()
    {
        Kind = settings.Choice<NetworkKind>("network") ?? NetworkKind.Mlp,
        Widths = NetworkChoice.Uniform(settings.Whole("width", 1) ?? 32, settings.Whole("depth", 1) ?? 8),
        Activation = settings.Checked("activation", "an activation", t => Activations.Find(t)) ?? "tanh",
    };

    static LeastSquaresOptions? LeastSquares(CellSettings settings)
    {
        if (settings.Flag("lsgd") != true)
            return null;
        return new LeastSquaresOptions
        {
            Every = settings.Whole("lsgdEvery", 1) ?? 1,
            Threshold = settings.Number("lsgdThreshold", NumberRange.BelowOne),
            Ridge = settings.Number("lsgdRidge", NumberRange.NotNegative) ?? 0,
            Share = settings.Number("lsgdShare", NumberRange.Share) ?? 1,
        };
    }
}
