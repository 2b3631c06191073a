namespace Kindling.Networks;

/// <summary>Which derivatives of a network with respect to its inputs a pass carries along.</summary>
/// <remarks>
/// Streams are numbered: 0 is the value, then one for each first derivative, then one for each second derivative.
/// A second derivative needs the first derivatives in both its directions.
/// </remarks>
public sealed class InputDerivatives
{
    /// <summary>Chooses derivatives.</summary>
    /// <param name="first">Distinct input indices: d/dx_i.</param>
    /// <param name="second">
    /// Distinct pairs of input indices: d2/dx_i dx_j; every index also stands in <paramref name="first"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A first derivative repeats or has a negative index, or a second one lacks its first derivatives.
    /// </exception>
    public InputDerivatives(IReadOnlyList<int> first, IReadOnlyList<(int I, int J)>? second = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        second ??= [];
        if (first.Any(i => i < 0) || first.Distinct().Count() != first.Count)
            throw new ArgumentException(
                "first derivatives must be distinct input indices of 0 or more.", nameof(first));
        First = [.. first];
        Second = [.. second];
        var sums = new DerivativeSum[Second.Count];
        for (int p = 0; p < Second.Count; p++)
        {
            int i = IndexOf(Second[p].I), j = IndexOf(Second[p].J);
            if (i < 0 || j < 0)
            {
                throw new ArgumentException(
                    $"the second derivative ({Second[p].I}, {Second[p].J}) needs both first derivatives.",
                    nameof(second));
            }

            sums[p] = new([new(1 + i, 1 + j, 1)]);
        }

        Sums = sums;
    }

    /// <summary>First derivatives and sums over them.</summary>
    internal InputDerivatives(IReadOnlyList<int> first, IReadOnlyList<DerivativeSum> sums)
        : this(first) => Sums = sums;

    /// <summary>Values only.</summary>
    public static InputDerivatives None { get; } = new([]);

    /// <summary>The inputs with first derivatives.</summary>
    public IReadOnlyList<int> First { get; }

    /// <summary>The pairs of inputs with second derivatives.</summary>
    public IReadOnlyList<(int I, int J)> Second { get; }

    /// <summary>The number of streams: the value, first derivatives, second derivatives or sums of them.</summary>
    public int Streams => 1 + First.Count + Sums.Count;

    /// <summary>The highest order carried: 0, 1 or 2.</summary>
    public int Order => Sums.Any(s => s.Pairs.Count > 0) ? 2 : Streams > 1 ? 1 : 0;

    /// <summary>The streams after the first derivatives: the second derivatives, or what an operator adds up.</summary>
    internal IReadOnlyList<DerivativeSum> Sums { get; } = [];

    /// <summary>All first derivatives of a network with so many inputs.</summary>
    public static InputDerivatives Gradient(int inputs) => new([.. Enumerable.Range(0, inputs)]);

    /// <summary>All first and unmixed second derivatives: what a Laplacian needs.</summary>
    public static InputDerivatives GradientAndDiagonal(int inputs) =>
        new([.. Enumerable.Range(0, inputs)], [.. Enumerable.Range(0, inputs).Select(i => (i, i))]);

    /// <summary>The stream of d/dx_i, or -1.</summary>
    public int StreamOf(int i) => IndexOf(i) is >= 0 and int at ? 1 + at : -1;

    /// <summary>The stream of d2/dx_i dx_j, or -1.</summary>
    public int StreamOf(int i, int j)
    {
        for (int p = 0; p < Second.Count; p++)
        {
            if (Second[p] == (i, j) || Second[p] == (j, i))
                return 1 + First.Count + p;
        }

        return -1;
    }

    int IndexOf(int i)
    {
        for (int at = 0; at < First.Count; at++)
        {
            if (First[at] == i)
                return at;
        }

        return -1;
    }
}

/// <summary>
/// One stream that carries sum over pairs of weight d2/dx_i dx_j, plus a first derivative along a direction that may
/// differ from point to point: its input rows (<see cref="Pass{T}.Direction"/>) are that direction.
/// </summary>
/// <remarks>
/// With pairs (i, j) of first-derivative streams, y = f' z + f'' sum weight z_i z_j: a Laplacian, or a whole parabolic
/// operator, is one stream instead of one for each of its second derivatives.
/// </remarks>
/// <param name="Pairs">Streams of first derivatives and weights; none for a pure directional derivative.</param>
internal sealed record DerivativeSum(IReadOnlyList<WeightedPair> Pairs);

/// <summary>weight * z_i z_j, with i and j numbers of streams.</summary>
internal readonly record struct WeightedPair(int I, int J, double Weight);
