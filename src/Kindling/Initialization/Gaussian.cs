namespace Kindling.Initialization;

/// <summary>The ensemble of mean-field theory: weights N(0, sigma_w^2 / fan-in), biases N(0, sigma_b^2).</summary>
/// <remarks>
/// The variances not given are those of the network's NTK parameterization, which makes every stored parameter standard
/// normal (Huang et al. 2021, Table 1); in the standard parameterization they are 1 and 0.
/// </remarks>
public static class Gaussian
{
    /// <summary>The scheme.</summary>
    public static VarianceScaling Normal { get; } = new(
        new(
            "gaussian",
            "Poole et al. 2016; Huang et al. 2021, Table 1",
            "any network whose variances you chose yourself",
            "When theory or a sweep has told you the variances, e.g. gaussian:weight_variance=1.5:bias_variance=0.05.")
        {
            Aliases = ["mean_field", "ntk"],
            Options = ["weight_variance", "bias_variance"],
        },
        new(Fan.In, WeightLaw.Normal, n => n.Parameterization.WeightVariance)
        {
            BiasVariance = (n, _) => n.Parameterization.IsNtk ? n.Parameterization.BiasVariance : 0,
        });
}
