using System.Numerics;
using Kindling.Sampling;

namespace Kindling.Initialization;

/// <summary>The law of independent numbers with mean zero.</summary>
public enum WeightLaw
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Uniform on +-sqrt(3 variance).</summary>
    Uniform,
}

/// <summary>Fills a layer with independent numbers.</summary>
internal static class IndependentDraw
{
    /// <summary>Independent weights of mean zero and the given variance.</summary>
    public static void Weights<T>(LayerDraw<T> draw, WeightLaw law, double variance)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        draw.ForEachBlock("weights", (stream, first, count) => Fill(stream, draw.Rows(first, count), law, variance));

    /// <summary>Independent biases of mean zero and the given variance; zeros if that is 0.</summary>
    public static void Biases<T>(LayerDraw<T> draw, WeightLaw law, double variance)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Fill(draw.Stream("biases"), draw.Biases, law, variance);

    /// <summary>Independent numbers of mean zero and the given variance; zeros if that is 0.</summary>
    public static void Fill<T>(RandomStream stream, Span<T> values, WeightLaw law, double variance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (variance == 0)
        {
            values.Clear();
        }
        else if (law == WeightLaw.Normal)
        {
            stream.FillNormal(values, mean: 0, Math.Sqrt(variance));
        }
        else
        {
            double bound = Math.Sqrt(3 * variance);
            stream.FillUniform(values, -bound, bound);
        }
    }
}
