using Kindling.Diagnostics;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Tests.Diagnostics;

/// <summary>What is said of networks whose faults are known.</summary>
public class FindingTests
{
    [Theory]
    [InlineData("orthogonal", "tanh", 8)]
    [InlineData("he", "relu", 4)]
    [InlineData("lecun", "selu", 8)]
    public void Healthy_network_is_called_healthy(string scheme, string activation, int depth)
    {
        Inspection inspection = Inspect(scheme, activation, depth, width: 128);
        Assert.Equal("healthy", inspection.Findings[0].Code);
        Assert.DoesNotContain(inspection.Findings, f => f.Severity < Severity.Healthy);
    }

    [Theory]
    [InlineData("glorot", "relu", 24, "signal-vanishes")]
    [InlineData("glorot", "relu", 24, "gradient-vanishes")]
    [InlineData("he:gain=2.8", "relu", 12, "signal-explodes")]
    [InlineData("he:gain=2.8", "relu", 12, "gradient-explodes")]
    [InlineData("he", "relu", 60, "inputs-merge")]
    [InlineData("lecun:gain=6", "tanh", 6, "saturation")]
    [InlineData("lecun:gain=3", "tanh", 12, "inputs-separate")]
    [InlineData("aci", "relu", 12, "anti-correlated-without-bias")]
    [InlineData("raai", "relu", 4, "no-theory")]
    [InlineData("he", "relu", 4, "no-second-derivative")]
    [InlineData("gaussian:weight_variance=36", "tanh", 12, "rough-function")]
    public void Fault_is_found(string scheme, string activation, int depth, string code)
    {
        Inspection inspection = Inspect(scheme, activation, depth, width: 64);
        Finding finding = Assert.Single(inspection.Findings, f => f.Code == code);
        Assert.True(double.IsFinite(finding.Value));
        Assert.True(finding.Severity == Severity.Note || finding.Advice is not null);
    }

    [Fact]
    public void Worst_finding_comes_first()
    {
        IReadOnlyList<Finding> findings = Inspect("glorot", "relu", 40, width: 32).Findings;
        Assert.Equal(findings.OrderBy(f => f.Severity), findings);
        Assert.Equal(Severity.Critical, findings[0].Severity);
    }

    /// <summary>ERRATA A1: 0.6848 a layer without biases and k = 100; none of it with biases.</summary>
    [Fact]
    public void Shrinking_of_anti_correlated_weights_without_bias_is_explained()
    {
        Finding finding = Inspect("aci", "relu", 6, width: 256).Findings.Single(
            f => f.Code == "anti-correlated-without-bias");
        Assert.Equal(0.6848, finding.Value, 0.02); // The measured weights of one draw.
        Assert.DoesNotContain(
            Inspect("aci:bias_variance=0.1", "relu", 6, width: 256).Findings,
            f => f.Code == "anti-correlated-without-bias");
    }

    [Fact]
    public void Single_precision_that_runs_out_is_called_by_its_name()
    {
        Finding finding = Inspect("lecun:gain=0.03", "relu", 20, width: 32).Findings[0];
        Assert.Equal((Severity.Critical, "precision"), (finding.Severity, finding.Code));
        Assert.Contains("float32", finding.Text);
    }

    [Fact]
    public void Overflow_is_named_with_its_layer()
    {
        Finding finding = Inspect("lecun:gain=30000", "linear", 12, width: 16).Findings[0];
        Assert.Equal("not-finite", finding.Code);
    }

    [Fact]
    public void Dead_layer_and_equal_features_are_found()
    {
        Network network = Network.Plain(2, [4, 4], 1, Activations.Relu);
        Parameters<double> parameters = Initializers.Parse("he").Draw<double>(network, new(1));
        parameters.Biases(0).Fill(-100);
        Inspection inspection = Inspector.Inspect(parameters, InspectionInputs.StandardNormal(30, 2, 1));
        Assert.Contains(inspection.Findings, f => f.Code == "dead-layer");
        Assert.Equal(4, inspection.Layers[0].DeadUnits);

        network = Network.Plain(2, [4], 1, Activations.Tanh);
        parameters = Initializers.Parse("glorot").Draw<double>(network, new(1));
        parameters.Weights(0).Slice(0, 2).CopyTo(parameters.Weights(0).Slice(6, 2));
        inspection = Inspector.Inspect(parameters, InspectionInputs.StandardNormal(30, 2, 1));
        Assert.Contains("features 0 and 3", inspection.Findings.Single(f => f.Code == "features-coincide").Text);
    }

    [Fact]
    public void Targets_are_fitted()
    {
        Network network = Network.Plain(1, [32], 1, Activations.Tanh);
        Matrix<double> inputs = InspectionInputs.StandardNormal(100, 1, 1);
        var targets = new Matrix<double>(100, 1);
        for (int i = 0; i < 100; i++)
            targets[i, 0] = 3 * inputs[i, 0];
        Parameters<double> parameters = Initializers.Parse("pytorch").Draw<double>(network, new(1));
        Inspection inspection = Inspector.Inspect(parameters, inputs, targets);
        Assert.InRange(inspection.FirstFit!.Ratio, 0, 1e-3);
        Assert.Contains(inspection.Findings, f => f.Code == "first-fit");
    }

    static Inspection Inspect(string scheme, string activation, int depth, int width)
    {
        Network network = Network.Plain(
            width, [.. Enumerable.Repeat(width, depth)], width, Activations.Find(activation));
        Parameters<float> parameters = Initializers.Parse(scheme).Draw<float>(network, new(1));
        return Inspector.Inspect(parameters, InspectionInputs.StandardNormal(96, width, 1));
    }

    [Fact]
    public void A_rectifier_cannot_learn_an_equation_of_second_order()
    {
        Network network = Network.Plain(2, [16, 16], 1, Activations.Relu);
        Parameters<float> parameters = Initializers.Parse("he").Draw<float>(network, new(1));
        Matrix<double> inputs = InspectionInputs.StandardNormal(16, 2, 1);
        Finding asked = Single(new InspectionHints { OperatorOrder = 2 });
        Assert.Equal(Severity.Critical, asked.Severity);
        Assert.Contains("this PDE cannot be learned", asked.Text, StringComparison.Ordinal);
        Assert.Equal(Severity.Note, Single(new InspectionHints { OperatorOrder = 1 }).Severity);

        Finding Single(InspectionHints hints) => Inspector.Inspect(parameters, inputs, hints: hints).Findings
            .Single(f => f.Code == "no-second-derivative");
    }

    [Fact]
    public void Rai_has_a_theory_where_its_law_is_known()
    {
        Network network = Network.Plain(256, [256, 256, 256], 256, Activations.Relu);
        var rai = RandomAsymmetric.Rai;
        Inspection inspection = Inspector.Inspect(
            rai.Draw<float>(network, new(2)),
            InspectionInputs.StandardNormal(128, 256, 2),
            hints: new InspectionHints { SpecialInputs = rai.Law });
        Assert.Null(inspection.WhyNoTheory);
        const double Sampling = 0.15; // One network of width 256.
        foreach (LayerSignal layer in inspection.Layers)
        {
            Assert.Equal(layer.LengthTheory!.Value, layer.SecondMoment, Sampling * layer.SecondMoment);
            Assert.Equal(layer.CorrelationTheory!.Value, layer.Correlation, 0.05);
            Assert.Equal(layer.GradientTheory!.Value, layer.GradientSecondMoment, 0.3 * layer.GradientSecondMoment);
        }
    }
}
