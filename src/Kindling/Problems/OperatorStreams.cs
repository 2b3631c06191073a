using Kindling.Networks;

namespace Kindling.Problems;

/// <summary>How an operator is read off a pass: which streams travel, where they start, and how they add up.</summary>
/// <remarks>
/// All first derivatives of a component, and its second derivatives with constant factors, share one stream; the value
/// and second derivatives with varying factors are combined at the end.
/// </remarks>
internal sealed class OperatorStreams
{
    readonly List<DerivativeSum> _sums = [];
    readonly List<StreamSeed> _seeds = [];

    public OperatorStreams(LinearOperator linear)
    {
        int[] first =
        [
            .. linear.Components.SelectMany(c => c).Where(p => p.Order == 2)
                .SelectMany(p => new[] { p.I!.Value, p.J!.Value })
                .Distinct().Order(),
        ];
        Components = [.. linear.Components.Select(c => Compile(c, first))];
        Derivatives = new InputDerivatives(first, _sums);
    }

    /// <summary>What a pass carries.</summary>
    public InputDerivatives Derivatives { get; }

    /// <summary>The directions in which sums start.</summary>
    public IReadOnlyList<StreamSeed> Seeds => _seeds;

    /// <summary>For each component, the streams that are added and their factors.</summary>
    public IReadOnlyList<IReadOnlyList<StreamFactor>> Components { get; }

    StreamFactor[] Compile(IReadOnlyList<OperatorPart> parts, int[] first)
    {
        var factors = new List<StreamFactor>();
        foreach (OperatorPart part in parts.Where(p => p.Order == 0))
            factors.Add(new(0, part.Factor));
        OperatorPart[] slopes = [.. parts.Where(p => p.Order == 1)];
        OperatorPart[] fixedBends = [.. parts.Where(p => p.Order == 2 && p.Factor.IsConstant)];
        if (slopes.Length + fixedBends.Length > 0)
        {
            int stream = AddSum(first, fixedBends, p => p.Factor.At([]));
            if (slopes.Length > 0)
                _seeds.Add(new(stream, [.. slopes.Select(p => (p.I!.Value, p.Factor))]));
            factors.Add(new(stream, Coefficient.One));
        }

        foreach (OperatorPart part in parts.Where(p => p.Order == 2 && !p.Factor.IsConstant))
            factors.Add(new(AddSum(first, [part], _ => 1), part.Factor));
        return [.. factors];
    }

    int AddSum(int[] first, OperatorPart[] bends, Func<OperatorPart, double> weight)
    {
        WeightedPair[] pairs =
        [
            .. bends.Select(p => new WeightedPair(
                1 + Array.IndexOf(first, p.I!.Value), 1 + Array.IndexOf(first, p.J!.Value), weight(p))),
        ];
        _sums.Add(new(pairs));
        return first.Length + _sums.Count;
    }
}

/// <summary>The direction in which a stream's derivative is taken, input by input.</summary>
internal sealed record StreamSeed(int Stream, IReadOnlyList<(int Input, Coefficient Factor)> Direction);

/// <summary>A stream of the outputs and its factor.</summary>
internal sealed record StreamFactor(int Stream, Coefficient Factor);
