namespace Kindling.Initialization;

/// <summary>What mean-field theory needs to know of one layer's draw; weights and biases have mean 0.</summary>
/// <param name="WeightVariance">sigma_w^2: fan-in times the variance of a weight.</param>
/// <param name="BiasVariance">sigma_b^2.</param>
/// <param name="CorrelationStrength">k; 0 for independent and for orthogonal weights.</param>
public readonly record struct LayerVariances(
    double WeightVariance, double BiasVariance, double CorrelationStrength = 0);
