using System.Numerics;
using System.Numerics.Tensors;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// Loss and gradient of one term about the network itself, on few points: the parts of a <see cref="SplitPass{T}"/>
/// go through the layers and back in step, a thread each.
/// </summary>
/// <remarks>Nothing is allocated after construction. The same bits for any number of threads.</remarks>
internal sealed class SplitGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Fewer points do not fill the registers of a product; more, cut into chunks, occupy more than two threads.</summary>
    const int FewestPoints = 32, MostPoints = 48;

    /// <summary>With fewer weights a layer, threads wait for each other longer than they save.</summary>
    const int FewestWeights = 8192;

    const int Parts = SplitPass<T>.Parts;

    readonly Network _network;
    readonly TermRows<T> _term;
    readonly WorkSharing? _sharing;
    readonly SplitPass<T> _pass;
    readonly double[] _losses = new double[Parts];
    readonly double[][] _squares;
    readonly (int Start, int Length)[] _ranges;
    readonly Action<int, int> _walk;
    Parameters<T>? _parameters;

    /// <summary>Allocates the buffers of a run.</summary>
    public SplitGradient(Network network, TermRows<T> term, WorkSharing? sharing)
    {
        network.RequireMemory<T>(copies: 6);
        _network = network;
        _term = term;
        _sharing = sharing;
        _pass = new(network, term.BatchSize);
        Gradient = new(network.Layout.Count);
        _squares = [.. Enumerable.Range(0, Parts).Select(_ => new double[network.Layers.Count])];
        _ranges =
        [
            .. Enumerable.Range(0, Parts).SelectMany(part =>
                network.Layers.SelectMany((_, l) => new[] { WeightsOf(l, part), BiasesOf(l, part) })),
        ];
        _walk = Walk;
    }

    /// <summary>Whether this is faster than sharing the points, by the sizes alone.</summary>
    public static bool Pays(Network network, IReadOnlyList<TermRows<T>> terms) =>
        terms is [{ IsPlain: true, BatchSize: >= FewestPoints and <= MostPoints }]
        && network.Layout.LongCount >= (long)FewestWeights * network.Depth;

    /// <summary>The gradient of the last <see cref="Compute"/>.</summary>
    public AlignedArray<T> Gradient { get; }

    /// <summary>The squared norm of the gradient of the last <see cref="Compute"/>.</summary>
    public double SquaredNorm { get; private set; }

    /// <summary>All parameters, those of a part together and as many ranges for each: who computes a gradient may use it.</summary>
    public IReadOnlyList<(int Start, int Length)> Ranges => _ranges;

    /// <summary>The loss on the selected points; leaves its gradient in <see cref="Gradient"/>.</summary>
    public double Compute(Parameters<T> parameters)
    {
        _parameters = parameters;
        int phases = (2 * _network.Layers.Count) + 1;
        if (_sharing is not null)
            _sharing.RunInStep(Parts, phases, _walk);
        else
            WalkAlone(phases);
        double loss = 0;
        SquaredNorm = 0;
        for (int part = 0; part < Parts; part++)
        {
            loss += _losses[part];
            foreach (double squares in _squares[part])
                SquaredNorm += squares;
        }

        return loss;
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
        int layers = _network.Layers.Count;
        if (phase == 0)
            _term.Load(_pass.Inputs(part));
        if (phase < layers)
            _pass.Forward(_parameters!, part, phase);
        else if (phase == layers)
            FindLoss(part);
        else
            WalkBack(part, (2 * layers) - phase);
    }

    void FindLoss(int part)
    {
        (int first, int count) = _pass.PointsOf(part);
        _pass.TakeOutputs(part);
        _losses[part] = _term.Loss(_pass.Outputs, _pass.OutputGradients, first, count);
        _pass.PutOutputGradients(part);
    }

    void WalkBack(int part, int layer)
    {
        _pass.Backward(_parameters!, Gradient, part, layer);
        _squares[part][layer] = SquaresOf(WeightsOf(layer, part)) + SquaresOf(BiasesOf(layer, part));
    }

    double SquaresOf((int Start, int Length) range) =>
        double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(Gradient.Span.Slice(range.Start, range.Length)));

    (int Start, int Length) WeightsOf(int layer, int part)
    {
        UnitBlock units = SplitPass<T>.UnitsOf(_network, layer, part);
        ParameterBlock weights = _network.Layout.Weight(layer);
        return (weights.Offset + (units.First * weights.Columns), units.Count * weights.Columns);
    }

    (int Start, int Length) BiasesOf(int layer, int part)
    {
        UnitBlock units = SplitPass<T>.UnitsOf(_network, layer, part);
        return _network.Layout.Bias(layer) is { } bias ? (bias.Offset + units.First, units.Count) : default;
    }
}
