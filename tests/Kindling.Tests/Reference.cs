using Kindling.Networks;

namespace Kindling.Tests;

/// <summary>Networks computed as slowly and plainly as the formulas read.</summary>
static class Reference
{
    /// <summary>The outputs of a network for one point.</summary>
    public static double[] Forward(Parameters<double> parameters, double[] x)
    {
        Network network = parameters.Network;
        for (int l = 0; l < network.Layers.Count; l++)
        {
            Layer layer = network.Layers[l];
            double[] y = new double[layer.FanOut];
            for (int i = 0; i < layer.FanOut; i++)
            {
                double sum = 0;
                for (int j = 0; j < layer.FanIn; j++)
                    sum += parameters.Weights(l)[(i * layer.FanIn) + j] * x[j];
                double z = sum * network.Parameterization.WeightScale(layer);
                if (layer.HasBias)
                    z += parameters.Biases(l)[i] * network.Parameterization.BiasScale;
                y[i] = layer.Kind switch
                {
                    LayerKind.ReadOut => z,
                    LayerKind.ResidualDense => x[i] + network.Activation.Value(z),
                    _ => network.Activation.Value(z),
                };
            }

            x = y;
        }

        return x;
    }
}
