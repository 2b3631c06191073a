using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Diagnostics;

/// <summary>The input-output Jacobian and its singular values.</summary>
public class JacobianTests
{
    static readonly double[] s_input = [0.3, -0.7, 1.1];

    [Theory]
    [InlineData("tanh", false, 2)]
    [InlineData("tanh", true, 70)]
    [InlineData("gelu", false, 1)]
    public void Jacobian_agrees_with_finite_differences(string activation, bool residual, int outputs)
    {
        Activation phi = Activations.Find(activation);
        Network network = residual
            ? Network.Residual(3, [6, 6, 6], outputs, phi)
            : Network.Plain(3, [5, 7], outputs, phi);
        Parameters<double> parameters = Initializers.Parse("pytorch").Draw<double>(network, new(3));
        Matrix<double> jacobian = JacobianSpectrum.JacobianAt<double>(parameters, s_input);
        var evaluator = new Evaluator<double>(network);
        const double Step = 1e-5; // Truncation and rounding both near 1e-10.
        for (int j = 0; j < 3; j++)
        {
            double[] plus = [.. s_input], minus = [.. s_input];
            plus[j] += Step;
            minus[j] -= Step;
            Matrix<double> values = evaluator.Predict(parameters, Matrix<double>.FromRows(plus, minus));
            for (int i = 0; i < outputs; i++)
                Assert.Equal((values[0, i] - values[1, i]) / (2 * Step), jacobian[i, j], 1e-8);
        }
    }

    [Fact]
    public void Orthogonal_linear_network_is_a_dynamical_isometry()
    {
        var network = Network.Plain(24, [24, 24, 24, 24], 24, Activations.Linear);
        Parameters<double> parameters = Initializers.Parse("orthogonal").Draw<double>(network, new(1));
        JacobianSpectrum spectrum = JacobianSpectrum.At<double>(parameters, new double[24]);
        Assert.Equal(24, spectrum.SingularValues.Count);
        Assert.All(spectrum.SingularValues, s => Assert.Equal(1, s, 1e-12));
        Assert.Equal(1, spectrum.MeanSquare, 1e-12);
        Assert.Equal(1, spectrum.Condition, 1e-11);
    }

    [Fact]
    public void Mean_square_is_that_of_the_singular_values()
    {
        var network = Network.Plain(6, [20, 20], 9, Activations.Tanh);
        Parameters<double> parameters = Initializers.Parse("glorot").Draw<double>(network, new(1));
        JacobianSpectrum spectrum = JacobianSpectrum.At<double>(parameters, [1, 2, 0, -1, 0.5, 0.2]);
        Assert.Equal(6, spectrum.SingularValues.Count);
        Assert.Equal(spectrum.MeanSquare, spectrum.SingularValues.Average(s => s * s), 1e-12);
    }

    [Fact]
    public void Input_of_another_width_is_refused()
    {
        var parameters = new Parameters<double>(Network.Plain(2, [3], 1, Activations.Tanh));
        Assert.Throws<ArgumentException>(() => JacobianSpectrum.At<double>(parameters, s_input));
    }
}
