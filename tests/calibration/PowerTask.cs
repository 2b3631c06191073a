using Kindling.Studies;

namespace Kindling.Calibration;

/// <summary>A comparison at a fixed learning rate, made with many groups of eight seeds.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Study">The study, without a seed.</param>
sealed record PowerTask(string Name, Study Study)
{
    /// <summary>The tasks.</summary>
    public static IReadOnlyList<PowerTask> All { get; } =
    [
        Of("sin", ControlTask.Function("sin", 32, 8, 300).Study, "relu", 0.003, "he", "glorot", "raai", "box"),
        Of(
            "multiscale:2",
            ControlTask.Function("multiscale:2", 32, 8, 1000).Study,
            "tanh",
            0.0032,
            "orthogonal",
            "lecun",
            "glorot",
            "pytorch"),
        Of(
            "cars",
            ControlTask.Table(ControlTask.Cars, "mpg", 64, 2, 300),
            "tanh",
            0.003,
            "orthogonal",
            "lecun",
            "glorot",
            "pytorch"),
    ];

    /// <summary>Families of eight seeds.</summary>
    public IReadOnlyList<Family> Families(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Family(Name, i, Study with { Seed = ControlTask.SeedOf(i) })),
    ];

    static PowerTask Of(string name, Study study, string activation, double rate, params string[] schemes)
    {
        IReadOnlyList<int> widths = study.Network.Widths;
        return new(
            $"{name}, {activation} {widths[0]}x{widths.Count}, rate {rate}",
            study with
            {
                Network = study.Network with { Activation = activation },
                LearningRate = RateChoice.Of(rate),
                Schemes = schemes,
                Seeds = ControlTask.Seeds,
            });
    }
}
