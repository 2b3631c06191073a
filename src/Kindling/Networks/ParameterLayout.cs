namespace Kindling.Networks;

/// <summary>One tensor inside the flat parameter vector.</summary>
/// <param name="Name">As PyTorch names it: <c>layers.0.weight</c>, <c>layers.0.bias</c>.</param>
/// <param name="Layer">The index of the layer it belongs to.</param>
/// <param name="IsWeight">True for weights, false for biases.</param>
/// <param name="Rows">fan-out.</param>
/// <param name="Columns">fan-in for weights, 1 for biases.</param>
/// <param name="Offset">Where it starts in the vector, in elements.</param>
public sealed record ParameterBlock(string Name, int Layer, bool IsWeight, int Rows, int Columns, int Offset)
{
    /// <summary>The number of elements.</summary>
    public int Length => Rows * Columns;

    /// <summary>The shape as files state it: [fan_out, fan_in] or [fan_out].</summary>
    public int[] Shape => IsWeight ? [Rows, Columns] : [Rows];
}

/// <summary>
/// Where each tensor of a network stands in the flat parameter vector: weight then bias, layer after layer.
/// </summary>
public sealed class ParameterLayout
{
    readonly ParameterBlock[] _weights;
    readonly ParameterBlock?[] _biases;

    internal ParameterLayout(IReadOnlyList<Layer> layers)
    {
        LongCount = layers.Sum(l => ((long)l.FanIn * l.FanOut) + (l.HasBias ? l.FanOut : 0));
        _weights = new ParameterBlock[layers.Count];
        _biases = new ParameterBlock?[layers.Count];
        var blocks = new List<ParameterBlock>();
        Blocks = blocks;
        if (LongCount > Array.MaxLength)
            return; // Described but not drawable: Parameters<T> says so.
        int offset = 0;
        for (int i = 0; i < layers.Count; i++)
        {
            Layer layer = layers[i];
            _weights[i] = new($"layers.{i}.weight", i, true, layer.FanOut, layer.FanIn, offset);
            offset += _weights[i].Length;
            blocks.Add(_weights[i]);
            if (!layer.HasBias)
                continue;
            ParameterBlock bias = new($"layers.{i}.bias", i, false, layer.FanOut, 1, offset);
            offset += bias.Length;
            _biases[i] = bias;
            blocks.Add(bias);
        }
    }

    /// <summary>All tensors in order; empty when the network is too large for one vector.</summary>
    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>The number of parameters, also where that is more than one vector can hold.</summary>
    public long LongCount { get; }

    /// <summary>The number of parameters.</summary>
    /// <exception cref="OverflowException">It is more than one vector can hold.</exception>
    public int Count => checked((int)LongCount);

    /// <summary>The weights of a layer.</summary>
    public ParameterBlock Weight(int layer) => _weights[layer];

    /// <summary>The biases of a layer, or null if it has none.</summary>
    public ParameterBlock? Bias(int layer) => _biases[layer];
}
