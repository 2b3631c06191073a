namespace Kindling.Networks;

/// <summary>Consecutive output units of a layer, with their rows of weights and their biases.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="First">The first unit.</param>
/// <param name="Count">The number of units.</param>
internal readonly record struct UnitBlock(int Layer, int First, int Count)
{
    const int FewestWeights = 4096, Parts = 16;

    /// <summary>Cuts all layers into blocks of about the same number of weights, for threads to share.</summary>
    /// <param name="network">The network.</param>
    /// <param name="multiple">Where blocks may begin.</param>
    public static UnitBlock[] Cut(Network network, int multiple)
    {
        int wanted = Math.Max(FewestWeights, network.Layout.Count / Parts);
        var blocks = new List<UnitBlock>();
        for (int l = 0; l < network.Layers.Count; l++)
        {
            Layer layer = network.Layers[l];
            bool isWhole = layer.FanIn <= BackwardBuffers<float>.NarrowInputs
                || PackedWeights<float>.UsesRowDots(layer);
            int parts = isWhole ? 1 : ((layer.FanIn * layer.FanOut) + wanted - 1) / wanted;
            int units = ((((layer.FanOut + parts - 1) / parts) + multiple - 1) / multiple) * multiple;
            for (int first = 0; first < layer.FanOut; first += units)
                blocks.Add(new(l, first, Math.Min(units, layer.FanOut - first)));
        }

        return [.. blocks];
    }
}
