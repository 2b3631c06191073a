using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.MeanField;

/// <summary>Phases over a grid of weight and bias variances.</summary>
/// <remarks>
/// Arrays are indexed [bias variance, weight variance]. The cost is some 20 microseconds a cell for tanh.
/// </remarks>
public sealed class PhaseDiagram
{
    PhaseDiagram(double[] weightVariances, double[] biasVariances)
    {
        WeightVariances = weightVariances;
        BiasVariances = biasVariances;
        Length = new double[biasVariances.Length, weightVariances.Length];
        Correlation = new double[biasVariances.Length, weightVariances.Length];
        Chi1 = new double[biasVariances.Length, weightVariances.Length];
        Phase = new Phase[biasVariances.Length, weightVariances.Length];
        Limit = new LengthLimit[biasVariances.Length, weightVariances.Length];
    }

    /// <summary>sigma_w^2, as given.</summary>
    public IReadOnlyList<double> WeightVariances { get; }

    /// <summary>sigma_b^2, as given.</summary>
    public IReadOnlyList<double> BiasVariances { get; }

    /// <summary>q*; 0 where it vanishes, infinite where it is unbounded, 1 where every length is kept.</summary>
    public double[,] Length { get; }

    /// <summary>c* that two inputs end up at.</summary>
    public double[,] Correlation { get; }

    /// <summary>sigma_w^2 E[phi'^2] at q*.</summary>
    public double[,] Chi1 { get; }

    /// <summary>Ordered, critical or chaotic.</summary>
    public Phase[,] Phase { get; }

    /// <summary>What becomes of the length.</summary>
    public LengthLimit[,] Limit { get; }

    /// <summary>Computes the diagram.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="weightVariances">sigma_w^2 of the columns, each finite, 0 or more.</param>
    /// <param name="biasVariances">sigma_b^2 of the rows, each finite, 0 or more.</param>
    /// <param name="correlationStrength">k, above -1.</param>
    /// <param name="threads">How many to use; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">An argument is out of range; the message names it.</exception>
    public static PhaseDiagram Of(
        Activation activation,
        IReadOnlyList<double> weightVariances,
        IReadOnlyList<double> biasVariances,
        double correlationStrength = 0,
        int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(weightVariances);
        ArgumentNullException.ThrowIfNull(biasVariances);
        foreach (double w in weightVariances)
            Require.Variance(w, nameof(weightVariances));
        foreach (double b in biasVariances)
            Require.Variance(b, nameof(biasVariances));
        Require.CorrelationStrength(correlationStrength, nameof(correlationStrength));
        ActivationExpectations expectations = ActivationExpectations.Of(activation);
        var diagram = new PhaseDiagram([.. weightVariances], [.. biasVariances]);
        using var sharing = new WorkSharing(threads);
        sharing.Run(biasVariances.Count, row => diagram.Fill(row, expectations, correlationStrength));
        return diagram;
    }

    void Fill(int row, ActivationExpectations expectations, double correlationStrength)
    {
        for (int column = 0; column < WeightVariances.Count; column++)
        {
            SignalPhase cell = SignalPhase.Of(new MeanFieldMap(
                expectations, WeightVariances[column], BiasVariances[row], correlationStrength));
            Length[row, column] = cell.Lengths.Length;
            Correlation[row, column] = cell.Correlations?.Limit.Value ?? 1;
            Chi1[row, column] = cell.Chi1;
            Phase[row, column] = cell.Phase;
            Limit[row, column] = cell.Lengths.Limit;
        }
    }
}
