using System.Numerics;
using System.Text.Json.Nodes;
using Kindling.Diagnostics;
using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;

namespace Kindling.Studies;

/// <summary>The pre-activations of a layer over the training inputs and all units.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Quantiles">At <see cref="SchemeStart.Levels"/>.</param>
public sealed record LayerSpread(double Mean, double Deviation, IReadOnlyList<double> Quantiles);

/// <summary>
/// What a scheme looks like before training: one draw, seen by its pre-activations and its last features.
/// </summary>
public sealed class SchemeStart
{
    const int MaxSamples = 512;
    const int MaxUnits = 64;
    const int MaxUnitsOfSurface = 16;

    SchemeStart(string scheme, ulong seed)
    {
        Scheme = scheme;
        Seed = seed;
    }

    /// <summary>The levels of <see cref="LayerSpread.Quantiles"/>.</summary>
    public static IReadOnlyList<double> Levels { get; } = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    /// <summary>The scheme.</summary>
    public string Scheme { get; }

    /// <summary>The seed of the draw.</summary>
    public ulong Seed { get; }

    /// <summary>What a user of the scheme on this network should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The hidden layers, first to last.</summary>
    public required IReadOnlyList<LayerSpread> Layers { get; init; }

    /// <summary>The points at which features and outputs are shown.</summary>
    public required DisplayPoints Points { get; init; }

    /// <summary>Which units of the last hidden layer are shown.</summary>
    public required IReadOnlyList<int> Units { get; init; }

    /// <summary>The features, [points, units of the last hidden layer].</summary>
    public required Matrix<double> Features { get; init; }

    /// <summary>The outputs, [points, outputs].</summary>
    public required Matrix<double> Outputs { get; init; }

    /// <summary>Looks at a draw.</summary>
    public static SchemeStart Of<T>(string scheme, ulong seed, Parameters<T> parameters, Problem problem)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(problem);
        Network network = parameters.Network;
        var evaluator = new Evaluator<T>(network);
        Matrix<double> samples = DisplayPoints.Thin(problem.TrainingInputs, MaxSamples);
        var points = DisplayPoints.For(problem);
        Matrix<T> places = points.Inputs.To<T>();
        int units = network.Layers[network.Depth - 1].FanOut;
        return new SchemeStart(scheme, seed)
        {
            Warnings = SchemeName.Parse(scheme).Law.Warnings(network),
            Layers =
            [
                .. Enumerable.Range(0, network.Depth).Select(l => Spread(evaluator, parameters, samples.To<T>(), l)),
            ],
            Points = points,
            Units = EvenSpread.Of(units, network.Inputs == 2 ? MaxUnitsOfSurface : MaxUnits),
            Features = evaluator.Features(parameters, places, network.Depth - 1).To<double>(),
            Outputs = evaluator.Predict(parameters, places).To<double>(),
        };
    }

    /// <summary>The document <c>start.json</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["scheme"] = Scheme,
        ["seed"] = Seed,
        ["warnings"] = JsonText.Texts(Warnings),
        ["layers"] = JsonText.List(Layers.Select((layer, l) => new JsonObject
        {
            ["layer"] = l + 1,
            ["name"] = $"layers.{l}",
            ["mean"] = JsonText.Number(layer.Mean),
            ["std"] = JsonText.Number(layer.Deviation),
            ["quantiles"] = JsonText.Numbers(layer.Quantiles),
        })),
        ["features"] = new JsonObject
        {
            ["coordinate"] = Points.Coordinate,
            ["inputs"] = JsonText.List(
                Enumerable.Range(0, Points.Shown.Rows).Select(p => JsonText.Numbers(Points.Shown.Row(p).ToArray()))),
            ["units"] = JsonText.Numbers(Units.Select(u => (double)u)),
            ["values"] = Columns(Features, Units),
        },
        ["outputs"] = new JsonObject { ["values"] = Columns(Outputs, Enumerable.Range(0, Outputs.Columns)) },
    };

    static JsonArray Columns(Matrix<double> matrix, IEnumerable<int> columns) => JsonText.List(columns.Select(
        c => JsonText.Numbers(Enumerable.Range(0, matrix.Rows).Select(p => Math.Round(matrix[p, c], 6)))));

    static LayerSpread Spread<T>(Evaluator<T> evaluator, Parameters<T> parameters, Matrix<T> samples, int layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Matrix<T> before = layer == 0 ? samples : evaluator.Features(parameters, samples, layer - 1);
        double[] all = PreActivations.Of(parameters, before, layer);
        double mean = all.Average();
        double deviation = Math.Sqrt(all.Average(z => (z - mean) * (z - mean)));
        Array.Sort(all);
        return new(mean, deviation, [.. Levels.Select(level => SampleQuantiles.QuantileOfSorted(all, level))]);
    }
}
