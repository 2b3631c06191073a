using System.Numerics;
using System.Numerics.Tensors;

namespace Kindling.Training;

/// <summary>The last few steps s and gradient changes y: an approximation H of the inverse Hessian.</summary>
internal sealed class CurvaturePairs<T>(int size, int memory)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly List<Pair> _pairs = new(memory);
    readonly double[] _alpha = new double[memory];

    /// <summary>Pairs kept.</summary>
    public int Count => _pairs.Count;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _pairs.Clear();

    /// <summary>
    /// Keeps s = to - from and y = gradientTo - gradientFrom, unless their product is not clearly positive.
    /// </summary>
    public void Add(
        ReadOnlySpan<T> to, ReadOnlySpan<T> from, ReadOnlySpan<T> gradientTo, ReadOnlySpan<T> gradientFrom)
    {
        Pair pair = Free();
        TensorPrimitives.Subtract(to, from, pair.S);
        TensorPrimitives.Subtract(gradientTo, gradientFrom, pair.Y);
        Keep(pair);
    }

    /// <summary>Keeps a step and a gradient change, unless their product is not clearly positive.</summary>
    public void Add(ReadOnlySpan<T> step, ReadOnlySpan<T> change)
    {
        Pair pair = Free();
        step.CopyTo(pair.S);
        change.CopyTo(pair.Y);
        Keep(pair);
    }

    /// <summary>Copies a pair, the oldest first.</summary>
    public void Read(int index, Span<T> step, Span<T> change)
    {
        _pairs[index].S.CopyTo(step);
        _pairs[index].Y.CopyTo(change);
    }

    /// <summary>Room for a new pair: that of the oldest one, if there are as many as are kept.</summary>
    Pair Free()
    {
        Pair pair;
        if (_pairs.Count < memory)
        {
            pair = new Pair(new T[size], new T[size]);
        }
        else
        {
            pair = _pairs[0];
            _pairs.RemoveAt(0);
        }

        return pair;
    }

    void Keep(Pair pair)
    {
        double product = Vectors.Dot<T>(pair.S, pair.Y), square = Vectors.Dot<T>(pair.Y, pair.Y);
        if (product > 1e-10 * square && double.IsFinite(product) && double.IsFinite(1 / product))
            _pairs.Add(pair with { Rho = 1 / product, Scale = product / square });
    }

    /// <summary>direction = -H gradient by the two loops of Nocedal and Wright 2006, algorithm 7.4.</summary>
    public void Direction(ReadOnlySpan<T> gradient, Span<T> direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            _alpha[i] = _pairs[i].Rho * Vectors.Dot<T>(_pairs[i].S, direction);
            TensorPrimitives.MultiplyAdd(_pairs[i].Y, T.CreateTruncating(-_alpha[i]), direction, direction);
        }

        if (_pairs.Count > 0)
            TensorPrimitives.Multiply(direction, T.CreateTruncating(_pairs[^1].Scale), direction);
        for (int i = 0; i < _pairs.Count; i++)
        {
            double beta = _pairs[i].Rho * Vectors.Dot<T>(_pairs[i].Y, direction);
            TensorPrimitives.MultiplyAdd(_pairs[i].S, T.CreateTruncating(_alpha[i] - beta), direction, direction);
        }
    }

    /// <summary>s, y, 1 / (s y) and (s y) / (y y).</summary>
    sealed record Pair(T[] S, T[] Y, double Rho = 0, double Scale = 0);
}
