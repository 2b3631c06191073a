using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// Loss and gradient of one term about the network itself, on few points: the parts of a <see cref="SplitPass{T}"/>
/// go through the layers and back in step, a thread each; then each updates its parameters, as it finds their gradient.
/// </summary>
/// <remarks>Nothing is allocated after construction. The same bits for any number of threads.</remarks>
internal sealed class SplitGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Fewer do not fill the registers of a product; more, in chunks, occupy more than two threads.</summary>
    const int FewestPoints = 32, MostPoints = 48;

    /// <summary>With fewer weights a layer, threads wait for each other longer than they save.</summary>
    const int FewestWeights = 8192;

    const int Parts = SplitPass<T>.Parts;

    readonly Network _network;
    readonly TermRows<T> _term;
    readonly WorkSharing? _sharing;
    readonly SplitPass<T> _pass;
    readonly double[] _losses = new double[Parts];
    readonly Action<int, int> _walk;
    readonly Action<int, int> _differentiate;
    readonly GradientUse<T> _update;
    readonly GradientUse<T> _check;
    Parameters<T>? _parameters;
    Optimizer<T>? _optimizer;
    GradientUse<T>? _use;
    bool _overflows;

    /// <summary>Allocates the buffers of a run.</summary>
    public SplitGradient(Network network, TermRows<T> term, WorkSharing? sharing)
    {
        network.RequireMemory<T>(copies: 4);
        _network = network;
        _term = term;
        _sharing = sharing;
        _pass = new(network, term.BatchSize, sharing?.Threads ?? 1);
        _walk = Walk;
        _differentiate = Differentiate;
        _update = (start, gradient) => _optimizer!.Update(_parameters!.Flat, gradient, start);
        _check = Check;
    }

    /// <summary>Whether this is faster than sharing the points, by the sizes alone.</summary>
    public static bool Pays(Network network, IReadOnlyList<TermRows<T>> terms) =>
        terms is [{ IsPlain: true, BatchSize: >= FewestPoints and <= MostPoints }]
        && network.Layout.LongCount >= (long)FewestWeights * network.Depth;

    int Layers => _network.Layers.Count;

    /// <summary>The loss on the selected points, and all that their gradient is made of.</summary>
    public double Compute(Parameters<T> parameters)
    {
        _parameters = parameters;
        int phases = (2 * Layers) + 1;
        if (_sharing is not null)
            _sharing.RunInStep(Parts, phases, _walk);
        else
            WalkAlone(phases);
        return _losses.Sum();
    }

    /// <summary>Whether the squared norm of the last gradient is within the range of T.</summary>
    /// <remarks>Its bound nearly always says so; only where that overflows is the gradient itself looked at.</remarks>
    public bool IsFinite()
    {
        if (T.IsFinite(T.CreateTruncating(_pass.SquaredNormBound(_term.LargestInput))))
            return true;
        _overflows = false;
        Differentiate(_check);
        return !_overflows;
    }

    /// <summary>Updates the parameters of the last <see cref="Compute"/> by the gradient there.</summary>
    public void Update(Optimizer<T> optimizer)
    {
        _optimizer = optimizer;
        Differentiate(_update);
    }

    /// <summary>Calls <paramref name="use"/>, on several threads, with each block of the gradient.</summary>
    public void Differentiate(GradientUse<T> use)
    {
        _use = use;
        WorkSharing.Run(_sharing, Parts, _differentiate);
    }

    void Check(int start, ReadOnlySpan<T> gradient)
    {
        if (!T.IsFinite(TensorPrimitives.SumOfSquares(gradient)))
            _overflows = true;
    }

    /// <summary>All layers of a part: a layer taken by another thread would take its weights along.</summary>
    void Differentiate(int lane, int part)
    {
        for (int layer = 0; layer < Layers; layer++)
            _pass.Differentiate(part, layer, lane, _use!);
    }

    void WalkAlone(int phases)
    {
        for (int phase = 0; phase < phases; phase++)
        {
            for (int part = 0; part < Parts; part++)
                Walk(part, phase);
        }
    }

    /// <summary>All layers forth, the loss, all layers back.</summary>
    void Walk(int part, int phase)
    {
        if (phase == 0)
            _term.Load(_pass.Inputs(part));
        if (phase < Layers)
            _pass.Forward(_parameters!, part, phase);
        else if (phase == Layers)
            FindLoss(part);
        else
            _pass.Backward(_parameters!, part, (2 * Layers) - phase);
    }

    void FindLoss(int part)
    {
        (int first, int count) = _pass.PointsOf(part);
        _pass.TakeOutputs(part);
        _losses[part] = _term.Loss(_pass.Outputs, _pass.OutputGradients, first, count);
        _pass.PutOutputGradients(part);
    }
}
