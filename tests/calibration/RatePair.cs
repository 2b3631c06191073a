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
        .. Of("cars", ControlTask.Table(ControlTask.Cars, "mpg", 64, 2, 500), "tanh", "orthogonal", "glorot", "he"),
        .. Function("multiscale:2", "gelu", 32, 4, 500, "he", "orthogonal", "glorot"),
        .. Function("multiscale:2", "tanh", 32, 8, 1000, "orthogonal", "glorot", "lecun", "pytorch"),
    ];

    static IEnumerable<RatePair> Function(
        string function, string activation, int width, int depth, int steps, params string[] schemes) =>
        Of(function, ControlTask.Function(function, width, depth, steps).Study, activation, schemes);

    static IEnumerable<RatePair> Of(string name, Study study, string activation, params string[] schemes)
    {
        IReadOnlyList<int> widths = study.Network.Widths;
        return schemes.Select(s => new RatePair(
            $"{name}, {activation} {widths[0]}x{widths.Count}, {study.Steps} steps",
            study with { Network = study.Network with { Activation = activation }, Schemes = [s] }));
    }
}
