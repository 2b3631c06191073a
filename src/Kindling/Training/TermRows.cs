using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>The points of one term in the precision of training, and the ones selected for a step.</summary>
internal sealed class TermRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Matrix<T> _inputs;
    readonly Matrix<T> _targets;
    readonly LossKind _loss;
    readonly double _factor;

    public TermRows(Term term, int batchSize)
    {
        _inputs = term.Data.Inputs.To<T>();
        _targets = term.Data.Targets.To<T>();
        _loss = term.Loss;
        Derivatives = term.Operator.Derivatives;
        BatchSize = batchSize;
        Selected = new int[batchSize];
        _factor = term.Weight / LossFunction.Divisor(_loss, batchSize, _targets.Columns);
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
            _inputs.Row(Selected[first + i]).CopyTo(pass.Input(i));
    }

    /// <summary>The block's share of the loss; fills the gradients in the outputs.</summary>
    public double Loss(Pass<T> pass, int first, int count)
    {
        T factor = T.CreateTruncating(_factor);
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += LossFunction.Point<T>(_loss, pass.Output(i), _targets.Row(Selected[first + i]), factor, pass.OutputGradient(i));
        return _factor * sum;
    }
}
