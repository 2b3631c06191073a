using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;
using Kindling.Simd;
using Kindling.Training;

namespace Kindling.Tests.Training;

public class LossGradientTests
{
    const int Points = 40;

    public static TheoryData<string> Operators => ["u", "u_x + u", "u_xx + u_yy"];

    /// <summary>203 units: rows of weights end inside a register, and layers are cut between threads.</summary>
    static readonly Network Wide = Network.Residual(2, [203, 203, 203], 3, Activations.Find("tanh"));

    [Theory]
    [MemberData(nameof(Operators))]
    public void The_gradient_of_a_wide_network_is_that_of_finite_differences(string name)
    {
        const double Step = 1e-6;
        LossGradient<double> gradient = Gradient<double>(name, null);
        Parameters<double> at = Start<double>();
        Parameters<double> direction = Initializers.Find("lecun").Draw<double>(Wide, new InitializationContext(8));
        Assert.True(double.IsFinite(gradient.Compute(at)));
        double slope = 0;
        for (int k = 0; k < at.Flat.Length; k++)
            slope += gradient.Gradient.Span[k] * direction.Flat[k];
        Assert.True(gradient.IsFinite());
        double up = gradient.Compute(Moved(at, direction, Step)), down = gradient.Compute(Moved(at, direction, -Step));
        Assert.Equal((up - down) / (2 * Step), slope, 1e-6 * (1 + Math.Abs(slope)));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Threads_that_share_the_units_of_a_wide_network_change_no_bit(string name)
    {
        float[]? first = null;
        foreach (int threads in new[] { 1, 2, 4 })
        {
            using var sharing = new WorkSharing(threads);
            LossGradient<float> gradient = Gradient<float>(name, sharing);
            for (int repeat = 0; repeat < 20; repeat++)
            {
                gradient.Compute(Start<float>());
                float[] found = gradient.Gradient.Span.ToArray();
                first ??= found;
                Assert.Equal(first, found);
            }
        }
    }

    [Fact]
    public void Threads_that_compute_the_gradients_of_several_layers_of_few_inputs_change_no_bit()
    {
        // Layers 0 and 2 have 1 and 3 inputs; there is one point, so that threads share the layers.
        Network narrow = Network.Plain(1, [16, 3, 64], 3, Activations.Find("elu"));
        Matrix<double> x = Matrix<double>.FromRows([0.7]), y = Matrix<double>.FromRows([0, 1, 0]);
        Term term = new() { Data = new DataSet(x, y) };
        Problem problem = new() { Name = "point", Inputs = 1, Outputs = 3, Terms = [term] };
        using var sharing = new WorkSharing(2);
        var alone = new LossGradient<float>(problem, narrow, [1], null);
        var shared = new LossGradient<float>(problem, narrow, [1], sharing);
        alone.Select(0, [0]);
        shared.Select(0, [0]);
        RandomStream stream = RandomStream.Create(4, "parameters");
        var parameters = new Parameters<float>(narrow);
        for (int repeat = 0; repeat < 20000; repeat++)
        {
            stream.FillNormal(parameters.Flat, 0, 0.5);
            alone.Compute(parameters);
            shared.Compute(parameters);
            bool same = alone.Gradient.Span.SequenceEqual(shared.Gradient.Span);
            Assert.True(same, $"the gradients of draw {repeat} differ");
        }
    }

    static LossGradient<T> Gradient<T>(string name, WorkSharing? sharing)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        RandomStream stream = RandomStream.Create(3, "points");
        Matrix<double> x = new(Points, 2), y = new(Points, 3);
        for (int i = 0; i < Points; i++)
        {
            stream.FillUniform(x.Row(i), -1, 1);
            stream.FillUniform(y.Row(i), -1, 1);
        }

        LinearOperator d = name switch
        {
            "u" => LinearOperator.Identity,
            "u_x + u" => LinearOperator.Derivative(0) + LinearOperator.Identity,
            _ => LinearOperator.Derivative(0, 0) + LinearOperator.Derivative(1, 1),
        };
        Problem problem = new()
        {
            Name = "wide",
            Inputs = 2,
            Outputs = 3,
            Terms =
            [
                new Term { Data = new DataSet(x, y), Operator = d },
                new Term { Data = new DataSet(x, y), Weight = 0.3 },
            ],
        };
        LossGradient<T> gradient = new(problem, Wide, [Points, 17], sharing);
        int[] points = [.. Enumerable.Range(0, Points)];
        gradient.Select(0, points);
        gradient.Select(1, points.AsSpan(5, 17));
        return gradient;
    }

    static Parameters<T> Start<T>()
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        Initializers.Find("glorot").Draw<T>(Wide, new InitializationContext(7));

    static Parameters<double> Moved(Parameters<double> from, Parameters<double> direction, double step)
    {
        Parameters<double> moved = from.Clone();
        for (int k = 0; k < moved.Flat.Length; k++)
            moved.Flat[k] += step * direction.Flat[k];
        return moved;
    }
}
