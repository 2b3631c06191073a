using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>The points of one term in the precision of training, and the ones selected for a step.</summary>
internal sealed class TermRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int MostOnStack = 128;

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
    /// <param name="outputs">Of the network.</param>
    /// <param name="batchSize">Points per step.</param>
    /// <exception cref="ArgumentException">Targets have the wrong width, or a coefficient is not finite at a point.</exception>
    public TermRows(Term term, int outputs, int batchSize)
    {
        _term = term;
        _outputs = outputs;
        _streams = new OperatorStreams(term.Operator);
        _isPlain = ReferenceEquals(term.Operator, LinearOperator.Identity);
        _partStreams = [.. _streams.Components.Select(c => c.Select(p => p.Stream).ToArray())];
        _partStarts = [.. _partStreams.Select((_, c) => _partStreams.Take(c).Sum(p => p.Length))];
        _factorCount = _partStreams.Sum(p => p.Length);
        Require(term, outputs);
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

    /// <summary>Points per step.</summary>
    public int BatchSize { get; }

    /// <summary>The values of the operator at a point, for one output.</summary>
    public int Components => _streams.Components.Count;

    /// <summary>The points of this step, as rows of the data.</summary>
    public int[] Selected { get; }

    /// <summary>Draws new points where the term asks for them.</summary>
    public void Refresh(ulong seed, long step)
    {
        if (_term.Fresh is not { } fresh)
            return;
        Matrix<double> points = fresh.Points.Draw(seed, step + 1);
        Span<double> target = stackalloc double[_term.Data.Targets.Columns];
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

    /// <summary>The block's share of the loss; fills the gradients in the outputs.</summary>
    public double Loss(Pass<T> pass, int first, int count)
    {
        T factor = T.CreateTruncating(_factor);
        if (!_isPlain)
            return _factor * OperatorLoss(pass, Selected.AsSpan(first, count), factor);
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += LossFunction.Point(_term.Loss, pass.Output(i), Target(Selected[first + i], 0), factor, pass.OutputGradient(i));
        return _factor * sum;
    }

    /// <summary>The same loss without gradients, of consecutive points, undivided and without the weight.</summary>
    public double Error(Pass<T> pass, int first, int count)
    {
        Span<T> scratch = Scratch(stackalloc T[MostOnStack]), value = scratch[.._outputs], unused = scratch[_outputs..];
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            int at = Selected[first + i];
            for (int c = 0; c < Components; c++)
            {
                Combine(pass, pass.HiddenLayers, i, at, c, T.One, value);
                sum += LossFunction.Point(_term.Loss, value, Target(at, c), T.One, unused);
            }
        }

        return sum;
    }

    /// <summary>How many of the first points of a selection take part in a solve that looks at a share of them.</summary>
    public static int RowsBefore(int points, double share) => (int)Math.Ceiling(points * share);

    /// <summary>Fills the rows of the least-squares system for the read-out that belong to a block.</summary>
    /// <param name="pass">After its hidden layers.</param>
    /// <param name="first">Of the selection.</param>
    /// <param name="count">Points of the block.</param>
    /// <param name="system">Its rows are filled.</param>
    /// <param name="firstRow">The row of the term's first point.</param>
    /// <param name="share">The share of the points that take part.</param>
    public void FeatureRows(Pass<T> pass, int first, int count, ReadOutSolver<T> system, int firstRow, double share)
    {
        int hidden = pass.HiddenLayers - 1, width = pass.Output(hidden, 0).Length;
        T scale = T.CreateTruncating(Math.Sqrt(_factor / share));
        for (int i = 0; i < count; i++)
        {
            int before = RowsBefore(first + i, share);
            if (RowsBefore(first + i + 1, share) == before)
                continue;
            int at = Selected[first + i];
            for (int c = 0; c < Components; c++)
            {
                Span<T> row = system.Rows.Row(firstRow + (before * Components) + c);
                T constant = Combine(pass, hidden, i, at, c, scale, row[..width]);
                int next = width;
                if (system.HasBias)
                    row[next++] = constant;
                ReadOnlySpan<T> target = Target(at, c);
                for (int o = 0; o < target.Length; o++)
                    row[next + o] = scale * target[o];
            }
        }
    }

    ReadOnlySpan<T> Target(int point, int component) =>
        _targets.AsSpan(((point * Components) + component) * _outputs, _outputs);

    /// <summary>The sum over points, components and outputs of squared residuals, and 2 factor residual in the gradients.</summary>
    double OperatorLoss(Pass<T> pass, ReadOnlySpan<int> points, T factor)
    {
        Span<T> values = pass.Outputs, gradients = pass.OutputGradients;
        int stride = pass.OutputStride, stream = points.Length * stride;
        gradients.Clear();
        double sum = 0;
        for (int c = 0; c < Components; c++)
        {
            ReadOnlySpan<int> streams = _partStreams[c];
            for (int i = 0; i < points.Length; i++)
            {
                ReadOnlySpan<T> factors = Factors(points[i], c), target = Target(points[i], c);
                for (int o = 0; o < target.Length; o++)
                {
                    int at = (i * stride) + o;
                    T residual = -target[o];
                    for (int p = 0; p < streams.Length; p++)
                        residual += factors[p] * values[(streams[p] * stream) + at];
                    double exact = double.CreateTruncating(residual);
                    sum += exact * exact;
                    T slope = (factor + factor) * residual;
                    for (int p = 0; p < streams.Length; p++)
                        gradients[(streams[p] * stream) + at] += factors[p] * slope;
                }
            }
        }

        return sum;
    }

    /// <summary>Room for two values of all outputs: on the stack where they are few, as they nearly always are.</summary>
    Span<T> Scratch(Span<T> stack) => 2 * _outputs <= stack.Length ? stack[..(2 * _outputs)] : new T[2 * _outputs];

    /// <summary>Adds a layer's streams up, times scale; the result is the operator applied to the constant 1, times scale.</summary>
    T Combine(Pass<T> pass, int layer, int i, int at, int component, T scale, Span<T> sum)
    {
        if (_isPlain)
        {
            TensorPrimitives.Multiply(pass.Output(layer, i), scale, sum);
            return scale;
        }

        ReadOnlySpan<int> streams = _partStreams[component];
        ReadOnlySpan<T> factors = Factors(at, component);
        T constant = T.Zero;
        for (int p = 0; p < streams.Length; p++)
        {
            T factor = scale * factors[p];
            Span<T> values = pass.Output(layer, i, streams[p]);
            if (p == 0)
                TensorPrimitives.Multiply(values, factor, sum);
            else
                TensorPrimitives.MultiplyAdd(values, factor, sum, sum);
            if (streams[p] == 0)
                constant += factor;
        }

        return constant;
    }

    /// <summary>The factors of a component's streams at a point.</summary>
    ReadOnlySpan<T> Factors(int point, int component) =>
        _factors.AsSpan((point * _factorCount) + _partStarts[component], _partStreams[component].Length);

    void Set(int point, ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets)
    {
        int width = inputs.Length;
        for (int j = 0; j < width; j++)
            _inputs[(point * width) + j] = T.CreateTruncating(inputs[j]);
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
            string where = string.Join(", ", point.ToArray().Select(x => x.ToString("G6", CultureInfo.InvariantCulture)));
            throw new ArgumentException(
                $"a coefficient of term '{_term.Name}' ({_term.Operator.Name}) is {value} at the point ({where}); it must be finite.");
        }

        return T.CreateTruncating(value);
    }

    void Require(Term term, int outputs)
    {
        int columns = term.Operator.ComponentCount * outputs;
        if (term.Data.Targets.Columns != columns)
        {
            throw new ArgumentException(
                $"the targets of term '{term.Name}' have {term.Data.Targets.Columns} columns; {term.Operator.Name} of "
                + $"{outputs} outputs gives {columns}.");
        }

        if (term.Loss == LossKind.CrossEntropy && !_isPlain)
            throw new ArgumentException($"term '{term.Name}': cross-entropy compares the outputs themselves, not {term.Operator.Name}.");
        if (!(term.Weight > 0) || !double.IsFinite(term.Weight))
            throw new ArgumentException($"the weight of term '{term.Name}' is {term.Weight}; it must be finite and above 0.");
    }
}
