using System.Globalization;
using System.Numerics;
using Kindling.Files;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// What must agree for a resumed run to be the same run, as lines <c>name=value</c> in a fixed order; the number of
/// steps and threads, and where curves look, may change.
/// </summary>
static class RunFingerprint
{
    const string First = "fingerprint=1";

    /// <summary>The lines of a run.</summary>
    public static string Of<T>(Network network, TrainingOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        string.Join('\n', Lines(network, ElementType.Name<T>(), options).Prepend(First));

    /// <summary>Why a checkpoint is not that of a run, or null where it is.</summary>
    /// <param name="found">The lines in the checkpoint.</param>
    /// <param name="expected">The lines of the run.</param>
    public static (string Found, string Expected)? Difference(string found, string expected)
    {
        if (found == expected)
            return null;
        string[] there = found.Split('\n'), here = expected.Split('\n');
        if (there[0] != First)
            return ("a checkpoint written by an earlier version", "one of this version; start the run again");
        int line = Enumerable.Range(0, Math.Max(there.Length, here.Length)).First(
            i => there.ElementAtOrDefault(i) != here.ElementAtOrDefault(i));
        return (
            $"the checkpoint of another run ({there.ElementAtOrDefault(line) ?? "nothing"})",
            here.ElementAtOrDefault(line) ?? "nothing");
    }

    static IEnumerable<string> Lines(Network network, string elementType, TrainingOptions options)
    {
        yield return Line("activation", network.Activation.Name);
        yield return Line("parameterization", network.Parameterization.IsNtk ? "ntk" : "standard");
        yield return Line("weight variance", network.Parameterization.WeightVariance);
        yield return Line("bias variance", network.Parameterization.BiasVariance);
        foreach ((int place, Layer layer) in network.Layers.Index())
        {
            string bias = layer.HasBias ? "with biases" : "without biases";
            yield return Line($"layer {place}", $"{EnumText.Of(layer.Kind)} {layer.FanIn} {layer.FanOut} {bias}");
        }

        yield return Line("precision", elementType);
        yield return Line("optimizer", EnumText.Of(options.Optimizer));
        yield return Line("learning rate", options.LearningRate.Rate);
        yield return Line("learning rate factor", options.LearningRate.Factor);
        yield return Line("learning rate every", options.LearningRate.Every);
        yield return Line("momentum", options.Momentum);
        yield return Line("beta1", options.Beta1);
        yield return Line("beta2", options.Beta2);
        yield return Line("alpha", options.Alpha);
        yield return Line("epsilon", options.Epsilon);
        yield return Line("weight decay", options.WeightDecay);
        yield return Line("batch", options.BatchSize);
        yield return Line("batching", EnumText.Of(options.Batching));
        yield return Line("least squares every", options.LeastSquares?.Every);
        yield return Line("least squares threshold", options.LeastSquares?.Threshold);
        yield return Line("least squares ridge", options.LeastSquares?.Ridge);
        yield return Line("least squares share", options.LeastSquares?.Share);
        yield return Line("seed", options.Seed);
    }

    static string Line(string name, string value) => $"{name}={value}";

    static string Line(string name, IFormattable? value) =>
        Line(name, value?.ToString(null, CultureInfo.InvariantCulture) ?? "none");
}
