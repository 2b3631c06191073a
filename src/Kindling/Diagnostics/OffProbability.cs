using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.MeanField;
using Kindling.Networks;

namespace Kindling.Diagnostics;

/// <summary>The probability that a ReLU unit of a fresh wide network is off, h &lt;= 0: RAAI's Table 1.</summary>
/// <remarks>
/// The paper prints 0.5 (He), 0.5 (ACI), 0.36 (RAI), 0.36 (RAAI) without a definition. For a unit fed by standard
/// normal inputs every scheme gives 1/2, by symmetry. Closest to the print is a unit of the second layer, fed by
/// relu(x) with x standard normal: 0.348 for RAI, 0.368 for RAAI (ERRATA A8), which is what this class computes.
/// Units that are off for every input of a batch are another matter: <see cref="LayerSignal.DeadUnits"/>; the
/// measured share of off pre-activations, layer by layer, is <see cref="LayerSignal.OffFraction"/>.
/// </remarks>
public static class OffProbability
{
    /// <summary>For RAI (k = 0) and RAAI: one weight of the unit is Beta(2, 1), the others are normal.</summary>
    /// <remarks>
    /// 1/4 + P(sigma z + |x| u &lt; 0) / 2 with sigma^2 = sigma_w^2 (1/2 - kappa/(2 pi)). Given u the probability is
    /// atan(sigma/u)/pi; averaged over the density 2u it is (atan sigma + sigma - sigma^2 atan(1/sigma)) / pi.
    /// </remarks>
    /// <param name="weightVariance">sigma_w^2, finite and greater than 0.</param>
    /// <param name="correlationStrength">k, finite and greater than -1.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static double RandomAsymmetric(double weightVariance, double correlationStrength)
    {
        Require.Positive(weightVariance, nameof(weightVariance));
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        double kappa = MeanFieldMap.KappaOf(correlationStrength);
        double square = weightVariance * (0.5 - (kappa / (2 * Math.PI)));
        double sigma = Math.Sqrt(square);
        return 0.25 + ((Math.Atan(sigma) + sigma - (square * Math.Atan(1 / sigma))) / (2 * Math.PI));
    }

    /// <summary>
    /// The share of units of one layer that are off where its inputs are phi of standard normal numbers.
    /// </summary>
    /// <param name="parameters">The network.</param>
    /// <param name="layer">A hidden layer, from 0.</param>
    /// <param name="seed">Chooses the inputs.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public static double Measure<T>(Parameters<T> parameters, int layer, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Points = 32;
        ArgumentNullException.ThrowIfNull(parameters);
        Network network = parameters.Network;
        Layer shape = network.Layers[layer];
        Matrix<T> inputs = InspectionInputs.StandardNormal(Points, shape.FanIn, seed).To<T>();
        for (int i = 0; i < Points; i++)
            network.Activation.Kernels<T>().Apply(inputs.Row(i), inputs.Row(i));
        double[] preActivations = PreActivations.Of(parameters, inputs, layer);
        return preActivations.Count(z => z <= 0) / (double)preActivations.Length;
    }
}
