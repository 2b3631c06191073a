using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Diagnostics;

/// <summary>Batches of inputs for <see cref="Inspector"/>.</summary>
public static class InspectionInputs
{
    /// <summary>The correlation between the two inputs of a drawn pair.</summary>
    public const double PairCorrelation = 0.5;

    const int MostPoints = 512;
    const int LeastPoints = 64;
    const long MostElements = 1L << 27;

    /// <summary>
    /// As many inputs as make the features' spectrum meaningful (twice the width), within 64 to 512 and within
    /// memory.
    /// </summary>
    public static int SuggestedPoints(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        long units = network.Layers.Sum(l => (long)l.FanOut);
        int most = (int)Math.Clamp(MostElements / units, 16, MostPoints);
        return Math.Min(most, Math.Max(LeastPoints, 2 * network.Layers[^1].FanIn)) / 2 * 2;
    }

    /// <summary>Standard normal inputs; rows 2i and 2i + 1 have correlation <see cref="PairCorrelation"/>.</summary>
    /// <param name="points">1 or more.</param>
    /// <param name="inputs">Their width.</param>
    /// <param name="seed">Equal seeds give equal inputs.</param>
    public static Matrix<double> StandardNormal(int points, int inputs, ulong seed)
    {
        RandomStream stream = RandomStream.Create(seed, "inspect / inputs");
        var batch = new Matrix<double>(points, inputs);
        double rest = Math.Sqrt(1 - (PairCorrelation * PairCorrelation));
        for (int i = 0; i < points; i++)
        {
            stream.FillNormal(batch.Row(i));
            if (i % 2 == 0)
                continue;
            for (int j = 0; j < inputs; j++)
                batch[i, j] = (PairCorrelation * batch[i - 1, j]) + (rest * batch[i, j]);
        }

        return batch;
    }
}
