using Kindling.Networks;

namespace Kindling.Tests.Networks;

public class ActivationsTests
{
    [Fact]
    public void Every_name_finds_its_activation()
    {
        foreach (Activation activation in Activations.All)
            Assert.Equal(activation.Name, Activations.Find(activation.Name).Name);
        Assert.Equal(Activations.All.Count, Activations.All.Select(a => a.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("Tanh", "tanh")]
    [InlineData("sine", "sin")]
    [InlineData("swish", "silu")]
    [InlineData("identity", "linear")]
    [InlineData("hardtanh", "hard_tanh")]
    [InlineData("leaky-relu:-0.2", "leaky_relu:-0.2")]
    [InlineData("leaky_relu:0.01", "leaky_relu")]
    [InlineData("SIN:30", "sin:30")]
    [InlineData("elu:1e-1", "elu:0.1")]
    public void Aliases_and_parameters_are_understood(string text, string name) =>
        Assert.Equal(name, Activations.Find(text).Name);

    [Fact]
    public void Parameter_enters_the_function()
    {
        Assert.Equal(-0.4, Activations.Find("leaky_relu:0.2").Value(-2), 1e-16);
        Assert.Equal(Math.Sin(15), Activations.Find("sin:30").Value(0.5), 1e-15);
    }

    [Theory]
    [InlineData("tahn", "did you mean 'tanh'?")]
    [InlineData("leaky_rleu:0.2", "did you mean 'leaky_relu'?")]
    [InlineData("quadratic", "Known: relu, leaky_relu,")]
    [InlineData("relu:2", "'relu' takes no parameter")]
    [InlineData("leaky_relu:x", "'x' in activation 'leaky_relu:x' is not a number")]
    [InlineData("leaky_relu:inf", "not a number")]
    [InlineData("sin:-3", "omega0 is -3; it must be greater than 0")]
    public void Wrong_names_are_refused_with_a_reason(string name, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => Activations.Find(name)).Message);

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Derivative_orders_beyond_three_are_refused(int order) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Activations.Tanh.Derivative(0, order));
}
