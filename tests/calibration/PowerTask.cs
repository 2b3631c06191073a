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
        Of(
            "sin, relu 32x8, rate 0.003",
            0.003,
            DefaultStudy.Function("sin", "relu", 32, 8, 300, "he,glorot,raai,box")),
        Of(
            "multiscale:2, tanh 32x8, rate 0.0032",
            0.0032,
            DefaultStudy.Function("multiscale:2", "tanh", 32, 8, 1000, "orthogonal,lecun,glorot,pytorch")),
        Of(
            "cars, tanh 64x2, rate 0.003",
            0.003,
            DefaultStudy.Table(DefaultStudy.Cars, "tanh", 64, 2, 300, "orthogonal,lecun,glorot,pytorch")),
    ];

    /// <summary>Families of eight seeds.</summary>
    public IReadOnlyList<Family> Families(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Family(Name, i, Study with { Seed = ControlTask.SeedOf(i) })),
    ];

    static PowerTask Of(string name, double rate, Study study) =>
        new(name, study with { LearningRate = RateChoice.Of(rate) });
}
