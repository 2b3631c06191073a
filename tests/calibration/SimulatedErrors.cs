using Kindling.Sampling;

namespace Kindling.Calibration;

/// <summary>How errors scatter over seeds.</summary>
enum ErrorShape
{
    /// <summary>Log errors are normal with standard deviation 0.7.</summary>
    Normal,

    /// <summary>A common part of each seed with standard deviation 1, an own part with 0.4.</summary>
    Common,

    /// <summary>Log errors lie in two heaps, 3 apart: 30 % of the seeds in the upper one, 0.1 within.</summary>
    Heaps,

    /// <summary>Log errors are Cauchy distributed with scale 0.3.</summary>
    Cauchy,
}

/// <summary>Errors of initializers whose true order is known.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Factors">The typical error of each initializer.</param>
sealed record SimulatedErrors(string Name, double[] Factors)
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<SimulatedErrors> All { get; } =
    [
        new("2 equal", [1, 1]),
        new("4 equal", [1, 1, 1, 1]),
        new("8 equal", [1, 1, 1, 1, 1, 1, 1, 1]),
        new("one twice as good as the other", [1, 2]),
        new("one 3x as good as three", [1, 3, 3, 3]),
        new("one 3x as good as seven", [1, 3, 3, 3, 3, 3, 3, 3]),
        new("two equal, two 1,000x worse", [1, 1, 1000, 1000]),
        new("two equal, six 1,000x worse", [1, 1, 1000, 1000, 1000, 1000, 1000, 1000]),
        new("three at 1, three at 2.7x, two at 150x", [1, 1, 1, 2.7, 2.7, 2.7, 150, 150]),
    ];

    /// <summary>The errors of one trial: [initializer][seed].</summary>
    public double[][] Draw(ErrorShape shape, int trial)
    {
        RandomStream random = RandomStream.Create((ulong)trial, $"{Name}, {shape}");
        double[] common = [.. Enumerable.Range(0, ControlTask.Seeds).Select(_ => random.NextNormal())];
        return
        [
            .. Factors.Select(f => common.Select(c => f * Math.Exp(shape switch
            {
                ErrorShape.Normal => 0.7 * random.NextNormal(),
                ErrorShape.Common => c + (0.4 * random.NextNormal()),
                ErrorShape.Heaps => (random.NextDouble() < 0.3 ? 3 : 0) + (0.1 * random.NextNormal()),
                _ => 0.3 * Math.Tan(Math.PI * (random.NextDouble() - 0.5)),
            })).Select(e => Math.Clamp(e, 1e-200, 1e200)).ToArray()),
        ];
    }

    /// <summary>Whether a directed claim is true.</summary>
    public bool IsTrue((int Better, int Worse) claim) => Factors[claim.Better] < Factors[claim.Worse];

    /// <summary>The number of true directed claims.</summary>
    public int Differences => Factors.Sum(a => Factors.Count(b => a < b));
}
