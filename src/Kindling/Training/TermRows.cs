using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>The points of one term in the precision of training, and the ones selected for a step.</summary>
internal sealed partial class TermRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A selection is from all over the data: points are asked for while the ones before are copied.</summary>
    const int PointsAhead = 3;

    readonly Term _term;
    readonly int _outputs;
    readonly OperatorStreams _streams;
    readonly double _factor;
    readonly bool _isPlain;
    readonly int[][] _partStreams;
    readonly int[] _partStarts;
    readonly int _factorCount;

    // Without the padding of a matrix: narrow data stays in cache when points are taken in random order.
    readonly T[] _inputs;
    readonly T[] _targets;

    // For each point: the directions of all seeds, and the factors of all streams of all components.
    readonly T[] _directions;
    readonly T[] _factors;

    /// <summary>Converts a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="network">What is trained on it.</param>
    /// <param name="batchSize">Points per step.</param>
    /// <exception cref="ArgumentException">
    /// Points, targets or operator do not fit the network, or a number or a coefficient is not finite at a point.
    /// </exception>
    public TermRows(Term term, Network network, int batchSize)
    {
        Require(term, network);
        int outputs = network.Outputs;
        _term = term;
        _outputs = outputs;
        _streams = new OperatorStreams(term.Operator);
        _isPlain = ReferenceEquals(term.Operator, LinearOperator.Identity);
        _partStreams = [.. _streams.Components.Select(c => c.Select(p => p.Stream).ToArray())];
        _partStarts = [.. _partStreams.Select((_, c) => _partStreams.Take(c).Sum(p => p.Length))];
        _factorCount = _partStreams.Sum(p => p.Length);
        int points = term.Data.Count;
        _inputs = new T[checked(points * term.Data.Inputs.Columns)];
        _targets = new T[checked(points * term.Data.Targets.Columns)];
        _directions = new T[checked(points * term.Data.Inputs.Columns * _streams.Seeds.Count)];
        _factors = new T[_isPlain ? 0 : checked(points * _factorCount)];
        BatchSize = batchSize;
        Selected = new int[batchSize];
        _factor = term.Weight / LossFunction.Divisor(term.Loss, batchSize, outputs);
        for (int i = 0; i < points; i++)
            Set(i, term.Data.Inputs.Row(i), term.Data.Targets.Row(i));
    }

    /// <summary>What the operator needs from a pass.</summary>
    public InputDerivatives Derivatives => _streams.Derivatives;

    /// <summary>Whether the term is about the network itself.</summary>
    public bool IsPlain => _isPlain;

    /// <summary>Points per step.</summary>
    public int BatchSize { get; }

    /// <summary>The values of the operator at a point, for one output.</summary>
    public int Components => _streams.Components.Count;

    /// <summary>The largest magnitude of an input so far.</summary>
    public double LargestInput { get; private set; }

    /// <summary>The points of this step, as rows of the data.</summary>
    public int[] Selected { get; }

    /// <summary>Draws new points where the term asks for them.</summary>
    public void Refresh(ulong seed, long step)
    {
        if (_term.Fresh is not { } fresh)
            return;
        Matrix<double> points = fresh.Points.Draw(seed, step + 1);
        double[] target = new double[_term.Data.Targets.Columns];
        for (int i = 0; i < points.Rows; i++)
        {
            fresh.Target(points.Row(i), target);
            Set(i, points.Row(i), target);
        }
    }

    /// <summary>Starts a block with points [first, first + count) of the selection.</summary>
    public void Load(Pass<T> pass, int first, int count)
    {
        int width = _term.Data.Inputs.Columns, seeds = _streams.Seeds.Count;
        pass.Begin(count);
        for (int i = 0; i < count; i++)
        {
            int at = Selected[first + i];
            _inputs.AsSpan(at * width, width).CopyTo(pass.Input(i));
            for (int s = 0; s < seeds; s++)
            {
                _directions.AsSpan(((at * seeds) + s) * width, width)
                    .CopyTo(pass.Direction(i, _streams.Seeds[s].Stream));
            }
        }
    }

    /// <summary>Copies the inputs of all selected points.</summary>
    public void Load(Matrix<T> inputs)
    {
        int width = inputs.Columns;
        for (int i = 0; i < BatchSize; i++)
        {
            if (i + PointsAhead < BatchSize)
                Prefetch.Run(InputsOf(Selected[i + PointsAhead]));
            InputsOf(Selected[i]).CopyTo(inputs.Row(i));
        }

        ReadOnlySpan<T> InputsOf(int point) => _inputs.AsSpan(point * width, width);
    }

    void Set(int point, ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets)
    {
        int width = inputs.Length;
        for (int j = 0; j < width; j++)
            _inputs[(point * width) + j] = T.CreateTruncating(inputs[j]);
        LargestInput = Math.Max(LargestInput, Math.Abs(TensorPrimitives.MaxMagnitude(inputs)));
        for (int j = 0; j < targets.Length; j++)
            _targets[(point * targets.Length) + j] = T.CreateTruncating(targets[j]);
        if (_isPlain)
            return;
        for (int s = 0; s < _streams.Seeds.Count; s++)
        {
            Span<T> direction = _directions.AsSpan(((point * _streams.Seeds.Count) + s) * width, width);
            direction.Clear();
            foreach ((int input, Coefficient factor) in _streams.Seeds[s].Direction)
                direction[input] += Evaluate(factor, inputs);
        }

        int k = point * _factorCount;
        foreach (StreamFactor part in _streams.Components.SelectMany(c => c))
            _factors[k++] = Evaluate(part.Factor, inputs);
    }

    T Evaluate(Coefficient factor, ReadOnlySpan<double> point)
    {
        double value = factor.At(point);
        if (!double.IsFinite(value))
        {
            string where = string.Join(
                ", ", point.ToArray().Select(x => x.ToString("G6", CultureInfo.InvariantCulture)));
            throw new ArgumentException(
                $"a coefficient of term '{_term.Name}' ({_term.Operator.Name}) is {value} at the point ({where}); "
                + "it must be finite.");
        }

        return T.CreateTruncating(value);
    }

    static void Require(Term term, Network network)
    {
        (Matrix<double> inputs, Matrix<double> targets) = term.Data;
        string name = term.Name, linear = term.Operator.Name;
        int columns = term.Operator.ComponentCount * network.Outputs, highest = term.Operator.HighestInput;
        string? flaw = inputs.Rows == 0 ? $"term '{name}' has no points; it must have 1 or more."
            : inputs.Columns != network.Inputs
                ? $"the points of term '{name}' have {inputs.Columns} coordinates; "
                    + $"the network has {network.Inputs} inputs."
            : targets.Rows != inputs.Rows
                ? $"term '{name}' has {inputs.Rows} points and {targets.Rows} rows of targets."
            : targets.Columns != columns
                ? $"the targets of term '{name}' have {targets.Columns} columns; "
                    + $"{linear} of {network.Outputs} outputs gives {columns}."
            : highest >= network.Inputs
                ? $"term '{name}' is about {linear}, a derivative in input {highest}; "
                    + $"the inputs are 0 to {network.Inputs - 1}."
            : term.Loss == LossKind.CrossEntropy && !ReferenceEquals(term.Operator, LinearOperator.Identity)
                ? $"term '{name}': cross-entropy compares the outputs themselves, not {linear}."
            : !(term.Weight > 0 && double.IsFinite(term.Weight))
                ? $"the weight of term '{name}' is {term.Weight}; it must be finite and above 0."
            : NotFinite(inputs, $"the points of term '{name}'") ?? NotFinite(targets, $"the targets of term '{name}'");
        if (flaw is not null)
            throw new ArgumentException(flaw);
    }

    static string? NotFinite(Matrix<double> data, string what) => data.FirstNotFinite() is (int i, int j)
        ? $"{what} are {data[i, j]} in row {i}, column {j} (counted from 0); they must be finite."
        : null;
}
