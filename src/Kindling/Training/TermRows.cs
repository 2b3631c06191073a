using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>The points of one term in the precision of training, and the ones selected for a step.</summary>
internal sealed class TermRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Without the padding of a matrix: narrow data stays in cache when points are taken in random order.
    readonly T[] _inputs;
    readonly T[] _targets;
    readonly int _width;
    readonly int _outputs;
    readonly LossKind _loss;
    readonly double _factor;

    public TermRows(Term term, int batchSize)
    {
        _width = term.Data.Inputs.Columns;
        _outputs = term.Data.Targets.Columns;
        _inputs = Packed(term.Data.Inputs);
        _targets = Packed(term.Data.Targets);
        _loss = term.Loss;
        Derivatives = term.Operator.Derivatives;
        BatchSize = batchSize;
        Selected = new int[batchSize];
        _factor = term.Weight / LossFunction.Divisor(_loss, batchSize, _outputs);
    }

    /// <summary>What the operator needs from a pass.</summary>
    public InputDerivatives Derivatives { get; }

    /// <summary>Points per step.</summary>
    public int BatchSize { get; }

    /// <summary>The points of this step, as rows of the data.</summary>
    public int[] Selected { get; }

    /// <summary>Starts a block with points [first, first + count) of the selection.</summary>
    public void Load(Pass<T> pass, int first, int count)
    {
        pass.Begin(count);
        for (int i = 0; i < count; i++)
            _inputs.AsSpan(Selected[first + i] * _width, _width).CopyTo(pass.Input(i));
    }

    /// <summary>The block's share of the loss; fills the gradients in the outputs.</summary>
    public double Loss(Pass<T> pass, int first, int count)
    {
        T factor = T.CreateTruncating(_factor);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<T> target = _targets.AsSpan(Selected[first + i] * _outputs, _outputs);
            sum += LossFunction.Point(_loss, pass.Output(i), target, factor, pass.OutputGradient(i));
        }

        return _factor * sum;
    }

    static T[] Packed(Matrix<double> matrix)
    {
        T[] packed = new T[checked(matrix.Rows * matrix.Columns)];
        for (int i = 0; i < matrix.Rows; i++)
        {
            Span<double> row = matrix.Row(i);
            for (int j = 0; j < row.Length; j++)
                packed[(i * row.Length) + j] = T.CreateTruncating(row[j]);
        }

        return packed;
    }
}
