using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>A scheme that draws each layer by itself.</summary>
public abstract class LayerwiseInitializer : Initializer
{
    /// <inheritdoc/>
    protected LayerwiseInitializer(SchemeDescription description, InitializerOptions? options = null)
        : base(description, options)
    {
    }

    /// <inheritdoc/>
    public override void Initialize<T>(Parameters<T> parameters, InitializationContext context)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(context.Threads, "threads");
        Network network = parameters.Network;
        RequireInputs(network, context);
        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            ParameterBlock weight = network.Layout.Weight(layer);
            ParameterBlock? bias = network.Layout.Bias(layer);
            InitializeLayer(
                network,
                layer,
                parameters.Memory.Slice(weight.Offset, weight.Length),
                bias is null ? default : parameters.Memory.Slice(bias.Offset, bias.Length),
                context);
        }
    }

    /// <summary>Refuses training inputs that the network could not take.</summary>
    internal static void RequireInputs(Network network, InitializationContext context)
    {
        if (context.Inputs is { } inputs && inputs.Columns != network.Inputs)
        {
            throw new ArgumentException(
                $"the training inputs have {inputs.Columns} columns; the network has {network.Inputs} inputs.",
                nameof(context));
        }
    }

    /// <summary>Draws one layer alone: the numbers that it has in a draw of the whole network.</summary>
    /// <remarks>For networks too large to be drawn at once.</remarks>
    /// <param name="network">The whole network.</param>
    /// <param name="layer">The layer's index.</param>
    /// <param name="weights">Overwritten. [fan_out, fan_in], row-major without padding.</param>
    /// <param name="biases">Overwritten. [fan_out]; empty if the layer has none.</param>
    /// <param name="context">As for <see cref="Initializer.Initialize"/>.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">A length is not that of the layer.</exception>
    public void InitializeLayer<T>(
        Network network, int layer, Memory<T> weights, Memory<T> biases, InitializationContext context)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        Layer shape = network.Layers[layer];
        if (weights.Length != (long)shape.FanIn * shape.FanOut)
        {
            throw new ArgumentException(
                $"weights has {weights.Length} elements; layer {layer} has {shape.FanOut} x {shape.FanIn}.",
                nameof(weights));
        }

        if (biases.Length != (shape.HasBias ? shape.FanOut : 0))
        {
            throw new ArgumentException(
                $"biases has {biases.Length} elements; layer {layer} has {(shape.HasBias ? shape.FanOut : 0)}.",
                nameof(biases));
        }

        DrawLayer(new LayerDraw<T>(network, layer, weights, biases, context));
        DivideByScales(network, layer, weights.Span, biases.Span);
    }

    /// <summary>
    /// The variances of a layer's draw, for the theory of wide networks; null where its units are not sums of many
    /// small independent or orthogonal weights.
    /// </summary>
    /// <param name="network">The whole network.</param>
    /// <param name="layer">The layer's index.</param>
    public virtual LayerVariances? Variances(Network network, int layer) => null;

    /// <summary>Draws one layer in the standard parameterization.</summary>
    /// <param name="draw">Its weights and biases must be overwritten completely.</param>
    protected abstract void DrawLayer<T>(LayerDraw<T> draw)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>
    /// Turns a standard draw of a layer into the one of the network's parameterization: the same function.
    /// </summary>
    void DivideByScales<T>(Network network, int layer, Span<T> weights, Span<T> biases)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameterization parameterization = network.Parameterization;
        if (!parameterization.IsNtk)
            return;
        double weightScale = parameterization.WeightScale(network.Layers[layer]);
        TensorPrimitives.Divide(weights, T.CreateTruncating(weightScale), weights);
        if (parameterization.BiasScale > 0)
        {
            TensorPrimitives.Divide(biases, T.CreateTruncating(parameterization.BiasScale), biases);
        }
        else if (biases.ContainsAnyExcept(T.Zero))
        {
            throw new ArgumentException(
                $"initializer '{this}' draws biases that are not zero, but the network's NTK parameterization "
                + "multiplies biases by sigma_b = 0. Give the parameterization a biasVariance above 0.",
                nameof(network));
        }
    }
}
