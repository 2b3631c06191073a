using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>An initializer and a task for which learning rates are searched.</summary>
/// <param name="Task">The name of the task.</param>
/// <param name="Study">Its study with one scheme.</param>
sealed record RatePair(string Task, Study Study)
{
    /// <summary>The initializer.</summary>
    public string Scheme => Study.Schemes[0];

    /// <summary>The pairs: seven tasks with three to four initializers each that suit the activation.</summary>
    public static IReadOnlyList<RatePair> All { get; } =
    [
        .. Function("sin", "tanh", 32, 8, 500, "orthogonal", "glorot", "lecun", "pytorch"),
        .. Function("runge", "sin", 32, 3, 500, "siren", "glorot", "lecun", "orthogonal"),
        .. Function("sin", "relu", 16, 4, 500, "he", "box", "raai", "glorot"),
        .. Function("abs", "tanh", 16, 1, 500, "glorot", "lecun", "pytorch", "orthogonal"),
        .. Of(
            "cars, tanh 64x2, 500 steps",
            ["orthogonal", "glorot", "he"],
            s => DefaultStudy.Table(DefaultStudy.Cars, "tanh", 64, 2, 500, s)),
        .. Function("multiscale:2", "gelu", 32, 4, 500, "he", "orthogonal", "glorot"),
        .. Function("multiscale:2", "tanh", 32, 8, 1000, "orthogonal", "glorot", "lecun", "pytorch"),
    ];

    /// <summary>The study at a learning rate, or with the race.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="seeds">The number of seeds; a table's folds are as many as with eight.</param>
    public Study At(RateChoice rate, int seeds) => Study with
    {
        LearningRate = rate,
        Seeds = seeds,
        Folds = Study.Problem.Data is null ? null : ControlTask.Seeds,
        Seed = ControlTask.SeedOf(0),
    };

    static IEnumerable<RatePair> Function(
        string function, string activation, int width, int depth, int steps, params string[] schemes) =>
        Of(
            $"{function}, {activation} {width}x{depth}, {steps} steps",
            schemes,
            s => DefaultStudy.Function(function, activation, width, depth, steps, s));

    static IEnumerable<RatePair> Of(string task, string[] schemes, Func<string, Study> study) =>
        schemes.Select(s => new RatePair(task, study(s)));
}
