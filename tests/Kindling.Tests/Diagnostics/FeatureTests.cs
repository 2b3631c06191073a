using System.Text.Json;
using Kindling.Diagnostics;
using Kindling.LinearAlgebra;

namespace Kindling.Tests.Diagnostics;

/// <summary>Angles and eigenvalues of features.</summary>
public class FeatureTests
{
    [Theory]
    [InlineData("go_loss_tanh_2x4x4")]
    [InlineData("go_loss_tanh_1x3x5x3")]
    [InlineData("go_loss_sin_2x4x3")]
    [InlineData("go_loss_relu_2x4x4")]
    public void Objective_is_the_orthogonality_term_of_equation_3_2(string id)
    {
        JsonElement expected = Golden.Expected("d_go", id);
        var features = Matrix<double>.FromRows(Golden.Rows(expected.GetProperty("features")));
        double term = expected.GetProperty("ortho_term").GetDouble();
        Assert.Equal(term, FeatureOrthogonality.Of(features).Objective, 1e-9 * term);
    }

    [Fact]
    public void Cosines_are_those_of_the_golden_case()
    {
        JsonElement expected = Golden.Expected("d_go", "go_loss_tanh_2x4x4");
        var features = Matrix<double>.FromRows(Golden.Rows(expected.GetProperty("features")));
        Matrix<double> cosines = FeatureOrthogonality.Of(features).Cosines;
        double[][] squares = Golden.Rows(expected.GetProperty("cos2"));
        for (int i = 0; i < squares.Length; i++)
        {
            for (int j = 0; j < squares.Length; j++)
                Assert.Equal(squares[i][j], cosines[i, j] * cosines[i, j], 1e-9);
        }
    }

    [Fact]
    public void Orthogonal_features_have_objective_zero_and_full_effective_rank()
    {
        var features = Matrix<double>.FromRows([1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]);
        Assert.Equal(0, FeatureOrthogonality.Of(features).Objective, 1e-15);
        FeatureSpectrum spectrum = FeatureSpectrum.Of(features);
        Assert.Equal(3, spectrum.EffectiveRank, 1e-12);
        Assert.Equal(1, spectrum.LastToFirst, 1e-12);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1)]
    [InlineData(1e150)]
    public void Scale_of_features_does_not_change_angles_or_ratios(double scale)
    {
        double[][] rows = [[1, 2, 0.5], [0.3, -1, 2], [2, 1, 1], [0.1, 0.4, -3]];
        var features = Matrix<double>.FromRows(rows);
        var scaled = Matrix<double>.FromRows([.. rows.Select(r => r.Select(v => v * scale).ToArray())]);
        Assert.Equal(FeatureOrthogonality.Of(features).Objective, FeatureOrthogonality.Of(scaled).Objective, 1e-12);
        FeatureSpectrum one = FeatureSpectrum.Of(features), other = FeatureSpectrum.Of(scaled);
        Assert.Equal(one.SecondToFirst, other.SecondToFirst, 1e-10);
        Assert.Equal(one.LastToFirst, other.LastToFirst, 1e-10);
    }

    [Fact]
    public void Equal_features_are_found_and_zero_features_have_no_angle()
    {
        var features = Matrix<double>.FromRows([1, 0, -2, 3], [2, 0, -4, 1], [-1, 0, 2, 0.5]);
        var angles = FeatureOrthogonality.Of(features);
        Assert.Equal((0, 2), angles.SamePair);
        Assert.Equal(1, angles.SamePairs);
        Assert.Equal(1, angles.ZeroUnits);
        Assert.True(double.IsFinite(angles.Objective));
    }

    [Fact]
    public void Eigenvalues_are_those_of_the_centered_covariance()
    {
        var features = Matrix<double>.FromRows([3, 10], [1, 10], [3, 12], [1, 12]);
        FeatureSpectrum spectrum = FeatureSpectrum.Of(features);
        Assert.Equal(2, spectrum.Eigenvalues.Count);
        Assert.All(spectrum.Eigenvalues, v => Assert.Equal(1, v, 1e-12));
    }

    [Fact]
    public void Targets_that_are_features_leave_no_error()
    {
        var features = Matrix<double>.FromRows([1, 2], [0, 1], [3, -1], [2, 2]);
        var targets = Matrix<double>.FromRows([5 + 1.0], [5 + 0.0], [5 + 3.0], [5 + 2.0]);
        FirstFit fit = FirstFit.Of(features, targets);
        Assert.Equal(0, fit.Error, 1e-12);
        Assert.Equal(Math.Sqrt(1.25), fit.ConstantError, 1e-12);
        Assert.Equal(3, fit.Rank);
    }
}
