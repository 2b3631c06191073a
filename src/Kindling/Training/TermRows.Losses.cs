using System.Numerics.Tensors;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Training;

/// <content>The operator on a block of the network: losses with their gradients, and least-squares rows.</content>
internal sealed partial class TermRows<T>
{
    const int MostOnStack = 128;

    /// <summary>The block's share of the loss; fills the gradients in the outputs.</summary>
    public double Loss(Pass<T> pass, int first, int count)
    {
        T factor = T.CreateTruncating(_factor);
        if (!_isPlain)
            return _factor * OperatorLoss(pass, Selected.AsSpan(first, count), factor);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<T> target = Target(Selected[first + i], 0);
            sum += LossFunction.Point(_term.Loss, pass.Output(i), target, factor, pass.OutputGradient(i));
        }

        return _factor * sum;
    }

    /// <summary>The share of the loss of points [first, first + count) where the operator is the identity.</summary>
    public double Loss(Matrix<T> outputs, Matrix<T> gradients, int first, int count)
    {
        T factor = T.CreateTruncating(_factor);
        double sum = 0;
        for (int i = first; i < first + count; i++)
            sum += LossFunction.Point(_term.Loss, outputs.Row(i), Target(Selected[i], 0), factor, gradients.Row(i));
        return _factor * sum;
    }

    /// <summary>Fills the output gradients of a block's one point with those of one value of the operator.</summary>
    public void SelectValue(Pass<T> pass, int component, int output)
    {
        for (int s = 0; s < Derivatives.Streams; s++)
            pass.OutputGradient(0, s).Clear();
        int[] streams = _partStreams[component];
        for (int k = 0; k < streams.Length; k++)
        {
            pass.OutputGradient(0, streams[k])[output] +=
                _isPlain ? T.One : _factors[(Selected[0] * _factorCount) + _partStarts[component] + k];
        }
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

    /// <summary>The differences of a block's values from the targets, into rows [first, first + count).</summary>
    public void Residuals(Pass<T> pass, int first, int count, Matrix<double> residuals)
    {
        var value = new T[_outputs];
        for (int i = 0; i < count; i++)
        {
            int at = Selected[first + i];
            for (int c = 0; c < Components; c++)
            {
                Combine(pass, pass.HiddenLayers, i, at, c, T.One, value);
                ReadOnlySpan<T> target = Target(at, c);
                for (int o = 0; o < _outputs; o++)
                    residuals[first + i, (c * _outputs) + o] = double.CreateTruncating(value[o] - target[o]);
            }
        }
    }

    /// <summary>How many of a selection's first points take part in a solve that looks at a share of them.</summary>
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
        if (_isPlain && share == 1)
        {
            PlainRows(pass, first, count, system, firstRow, scale);
            return;
        }

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

        int begin = RowsBefore(first, share), end = RowsBefore(first + count, share);
        system.Take(firstRow + (begin * Components), (end - begin) * Components);
    }

    /// <summary>The rows if the operator is the identity and all points take part: whole columns at a time.</summary>
    void PlainRows(Pass<T> pass, int first, int count, ReadOutSolver<T> system, int firstRow, T scale)
    {
        int hidden = pass.HiddenLayers - 1, row = firstRow + first;
        system.TakeFeatures(row, count, pass.Output(hidden, 0), pass.Stride(hidden), scale);
        for (int o = 0; o < _outputs; o++)
        {
            for (int done = 0; done < count;)
            {
                Span<T> part = system.Targets(o, row + done, count - done);
                for (int i = 0; i < part.Length; i++)
                    part[i] = scale * _targets[(Selected[first + done + i] * _outputs) + o];
                done += part.Length;
            }
        }

        system.Complete(row, count);
    }

    ReadOnlySpan<T> Target(int point, int component) =>
        _targets.AsSpan(((point * Components) + component) * _outputs, _outputs);

    /// <summary>
    /// The sum of squared residuals over points, components and outputs; 2 factor residual as gradient.
    /// </summary>
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

    /// <summary>Room for two values of all outputs: on the stack where they are few, as nearly always.</summary>
    Span<T> Scratch(Span<T> stack) => 2 * _outputs <= stack.Length ? stack[..(2 * _outputs)] : new T[2 * _outputs];

    /// <summary>Adds up a layer's streams, times scale.</summary>
    /// <returns>The operator applied to the constant 1, times scale.</returns>
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
}
