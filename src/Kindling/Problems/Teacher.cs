using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;

namespace Kindling.Problems;

/// <summary>An untrained network that a student learns from examples (section 4 of the RAAI paper).</summary>
/// <remarks>
/// All weights are normal with variance <paramref name="weightVariance"/> / fan-in, the read-out's too; biases are
/// zero. Inputs are standard normal, one output; neither inputs nor targets are scaled. The paper says neither how
/// inputs are drawn nor how many outputs there are; it has 10^5 training and 10^3 validation examples.
/// </remarks>
internal sealed class Teacher(string name, string description, Network network, double weightVariance) : BuiltInFunction
{
    const int Block = 256;

    public override string Name => name;

    public override string Description => description;

    public override string Source => "RAAI, section 4";

    public override int Inputs => network.Inputs;

    public override int Outputs => network.Outputs;

    public override int TrainPoints => 100_000;

    public override int TestPoints => 1000;

    /// <summary>The teacher's parameters.</summary>
    public Parameters<double> Draw(ulong seed)
    {
        var parameters = new Parameters<double>(network);
        RandomStream stream = RandomStream.Create(seed, "teacher").Split("weights");
        for (int l = 0; l < network.Layers.Count; l++)
        {
            double deviation = Math.Sqrt(weightVariance / network.Layers[l].FanIn);
            stream.Split(l).FillNormal(parameters.Weights(l), 0, deviation);
        }

        return parameters;
    }

    internal override Problem Build(int train, int test, ulong seed)
    {
        var weights = new PackedWeights<double>(network, backward: false);
        weights.Update(Draw(seed));
        var pass = new Pass<double>(network, Block, gradients: false);
        RandomStream stream = RandomStream.Create(seed, "teacher");
        return Regression(
            Examples(pass, weights, train, stream.Split("training points")),
            Examples(pass, weights, test, stream.Split("validation points")),
            Examples(pass, weights, test, stream.Split("test points")));
    }

    DataSet Examples(Pass<double> pass, PackedWeights<double> weights, int count, RandomStream stream)
    {
        var examples = new DataSet(new Matrix<double>(count, Inputs), new Matrix<double>(count, Outputs));
        for (int first = 0; first < count; first += Block)
        {
            int points = Math.Min(Block, count - first);
            pass.Begin(points);
            for (int i = 0; i < points; i++)
            {
                stream.FillNormal(examples.Inputs.Row(first + i));
                examples.Inputs.Row(first + i).CopyTo(pass.Input(i));
            }

            pass.Forward(weights);
            for (int i = 0; i < points; i++)
                pass.Output(i).CopyTo(examples.Targets.Row(first + i));
        }

        return examples;
    }
}
