using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

namespace Kindling.Training;

/// <summary>Measures loss and errors of parameters on whole data sets: one point of a curve.</summary>
internal sealed class ProblemErrors<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Problem _problem;
    readonly Evaluator<T> _evaluator;
    readonly (Matrix<T> Inputs, Matrix<T> Targets)[] _terms;
    readonly (Matrix<T> Inputs, Matrix<T> Targets)? _test;

    public ProblemErrors(Problem problem, Network network)
    {
        _problem = problem;
        _evaluator = new Evaluator<T>(network);
        _terms = [.. problem.Terms.Select(t => (t.Data.Inputs.To<T>(), t.Data.Targets.To<T>()))];
        if (problem.Test is { } test)
            _test = (test.Inputs.To<T>(), test.Targets.To<T>());
    }

    /// <summary>The curve point of these parameters.</summary>
    public CurvePoint Measure(long step, Parameters<T> parameters)
    {
        double loss = 0, trainError = 0;
        for (int t = 0; t < _terms.Length; t++)
        {
            Matrix<T> predicted = _evaluator.Predict(parameters, _terms[t].Inputs);
            loss += _problem.Terms[t].Weight * Loss(_problem.Terms[t].Loss, predicted, _terms[t].Targets);
            if (t == 0)
                trainError = Error(_problem.Metric, predicted, _terms[t].Targets);
        }

        double testError = _test is { } test
            ? Error(_problem.Metric, _evaluator.Predict(parameters, test.Inputs), test.Targets)
            : trainError;
        return new CurvePoint(step, loss, trainError, testError);
    }

    static double Loss(LossKind loss, Matrix<T> predicted, Matrix<T> targets)
    {
        Span<T> unused = new T[predicted.Columns];
        double sum = 0;
        for (int i = 0; i < predicted.Rows; i++)
            sum += LossFunction.Point(loss, predicted.Row(i), targets.Row(i), T.One, unused);
        return sum / LossFunction.Divisor(loss, predicted.Rows, predicted.Columns);
    }

    static double Error(ErrorMetric metric, Matrix<T> predicted, Matrix<T> targets)
    {
        if (metric == ErrorMetric.RootMeanSquare)
            return Math.Sqrt(Loss(LossKind.MeanSquared, predicted, targets));
        int wrong = 0;
        for (int i = 0; i < predicted.Rows; i++)
            wrong += ArgMax(predicted.Row(i)) == ArgMax(targets.Row(i)) ? 0 : 1;
        return (double)wrong / predicted.Rows;
    }

    static int ArgMax(ReadOnlySpan<T> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
