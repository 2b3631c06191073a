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
        if (context.Inputs is { } inputs && inputs.Columns != network.Inputs)
        {
            throw new ArgumentException(
                $"the training inputs have {inputs.Columns} columns; the network has {network.Inputs} inputs.",
                nameof(context));
        }

        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            DrawLayer(new LayerDraw<T>(parameters, layer, context));
            DivideByScales(parameters, layer);
        }
    }

    /// <summary>Draws one layer in the standard parameterization.</summary>
    /// <param name="draw">Its weights and biases must be overwritten completely.</param>
    protected abstract void DrawLayer<T>(LayerDraw<T> draw)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>
    /// Turns a standard draw of a layer into the one of the network's parameterization: the same function.
    /// </summary>
    void DivideByScales<T>(Parameters<T> parameters, int layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameterization parameterization = parameters.Network.Parameterization;
        if (!parameterization.IsNtk)
            return;
        Span<T> weights = parameters.Weights(layer);
        double weightScale = parameterization.WeightScale(parameters.Network.Layers[layer]);
        TensorPrimitives.Divide(weights, T.CreateTruncating(weightScale), weights);
        Span<T> biases = parameters.Biases(layer);
        if (parameterization.BiasScale > 0)
        {
            TensorPrimitives.Divide(biases, T.CreateTruncating(parameterization.BiasScale), biases);
        }
        else if (biases.ContainsAnyExcept(T.Zero))
        {
            throw new ArgumentException(
                $"initializer '{this}' draws biases that are not zero, but the network's NTK parameterization "
                + "multiplies biases by sigma_b = 0. Give the parameterization a biasVariance above 0.",
                nameof(parameters));
        }
    }
}
