using System.Numerics;
using System.Runtime.CompilerServices;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Propagation;

/// <summary>
/// Takes a batch of signals through one layer after another, each drawn when its turn comes and forgotten.
/// </summary>
/// <remarks>
/// Memory holds one layer's weights (drawn, and in panels), the batch before and after the layer, and no more. A layer
/// is three loops over the threads: the scheme draws its units; each panel of units is packed and at once, while it is
/// in the second-level cache, multiplied with all signals; the activation goes over each signal. The numbers are those
/// of the scheme's draw of the whole network, and do not depend on the number of threads.
/// </remarks>
sealed class LayerPropagator<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Network _network;
    readonly ActivationKernels<T> _activation;
    readonly WorkSharing _sharing;
    readonly AlignedArray<T> _weights;
    readonly AlignedArray<T> _biases;
    readonly AlignedArray<T> _panels;
    readonly Action<int> _multiplyPanel;
    readonly Action<int> _activate;
    Matrix<T> _signals;
    Matrix<T> _preActivations;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="network">Plain, all layers as wide as the inputs.</param>
    /// <param name="signals">Rows of the batch.</param>
    /// <param name="threads">Cores.</param>
    public LayerPropagator(Network network, int signals, int threads)
    {
        _network = network;
        _activation = network.Activation.Kernels<T>();
        _sharing = new WorkSharing(threads);
        int width = network.Inputs;
        _weights = new(checked(width * width));
        _biases = new(AlignedArray<T>.RoundUp(width));
        _panels = new(Product.PackedLength<T>(width, width));
        _signals = new(signals, width);
        _preActivations = new(signals, width);
        _multiplyPanel = MultiplyPanel;
        _activate = i => _activation.Apply(_preActivations.Row(i), _preActivations.Row(i));
    }

    /// <summary>The threads, for statistics between layers.</summary>
    public WorkSharing Sharing => _sharing;

    /// <summary>
    /// What the next layer will be fed; between <see cref="Enter"/> and <see cref="Leave"/> it is scratch.
    /// </summary>
    public Matrix<T> Signals => _signals;

    /// <summary>The pre-activations of the layer that was entered.</summary>
    public Matrix<T> PreActivations => _preActivations;

    /// <summary>Starts with standard normal signals of a given correlation.</summary>
    public void Begin(double correlation, ulong seed)
    {
        RandomStream stream = RandomStream.Create(seed, "propagate / inputs");
        T[] common = new T[_signals.Columns];
        stream.FillNormal(common, 0, Math.Sqrt(correlation));
        double own = Math.Sqrt(1 - correlation);
        _sharing.Run(_signals.Rows, i =>
        {
            Span<T> row = _signals.Row(i);
            stream.Split(i).FillNormal(row, 0, own);
            for (int j = 0; j < row.Length; j++)
                row[j] += common[j];
        });
    }

    /// <summary>Draws a layer and computes its pre-activations.</summary>
    public void Enter(int layer, LayerwiseInitializer scheme, ulong seed)
    {
        int width = _network.Inputs;
        var context = new InitializationContext(seed) { Threads = _sharing.Threads, Sharing = _sharing };
        scheme.InitializeLayer(_network, layer, _weights.Memory, _biases.Memory[..width], context);
        int panel = Product.PanelWidth<T>();
        _sharing.Run((width + panel - 1) / panel, _multiplyPanel);
    }

    /// <summary>Applies the activation: pre-activations become the next layer's signals.</summary>
    public void Leave()
    {
        _sharing.Run(_preActivations.Rows, _activate);
        (_signals, _preActivations) = (_preActivations, _signals);
    }

    /// <inheritdoc/>
    public void Dispose() => _sharing.Dispose();

    void MultiplyPanel(int panel)
    {
        int width = _network.Inputs, units = Product.PanelWidth<T>();
        int first = panel * units, count = Math.Min(units, width - first);
        Span<T> packed = _panels.Span.Slice(first * width, units * width);
        ref T weights = ref Unsafe.Add(ref _weights.Start, (nint)first * width);
        PanelPacking.PackTransposed(ref weights, width, width, count, packed, T.One);
        var operands = new ProductOperands<T>(
            ref _signals.Start(), _signals.Stride, 1, ref packed[0], 0, units, _signals.Rows, width, count);
        var epilogue = new BiasEpilogue<T>(
            ref Unsafe.Add(ref _preActivations.Start(), first),
            _preActivations.Stride,
            ref Unsafe.Add(ref _biases.Start, first));
        Product.Run(in operands, ref epilogue);
    }
}
