using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;

namespace Kindling.Training;

/// <summary>Measures loss and errors of parameters on whole data sets: one point of a curve.</summary>
internal sealed class ProblemErrors<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int BlockRows = 128;

    readonly Problem _problem;
    readonly Evaluator<T> _evaluator;
    readonly PackedWeights<T> _weights;
    readonly (TermRows<T> Rows, Pass<T> Pass)[] _terms;
    readonly (Matrix<T> Inputs, Matrix<T> Targets) _first;
    readonly (Matrix<T> Inputs, Matrix<T> Targets)? _test;
    readonly T[] _unused;

    /// <summary>Converts the data sets.</summary>
    /// <param name="problem">What is measured.</param>
    /// <param name="network">The network.</param>
    /// <param name="mostPoints">Of a term's points so many are looked at, evenly spaced; null for all.</param>
    public ProblemErrors(Problem problem, Network network, int? mostPoints = null)
    {
        _problem = problem;
        _evaluator = new Evaluator<T>(network);
        _weights = new PackedWeights<T>(network, backward: false);
        _terms = [.. problem.Terms.Select(t => Prepare(t, network, mostPoints ?? int.MaxValue))];
        _unused = new T[network.Outputs];
        if (problem.IsClassification)
            _first = (problem.Terms[0].Data.Inputs.To<T>(), problem.Terms[0].Data.Targets.To<T>());
        if (problem.Test is { } test)
        {
            Require(test, network);
            _test = (test.Inputs.To<T>(), test.Targets.To<T>());
        }
    }

    /// <summary>The curve point of these parameters.</summary>
    public CurvePoint Measure(long step, Parameters<T> parameters)
    {
        _weights.Update(parameters);
        double loss = 0, trainError = 0;
        for (int t = 0; t < _terms.Length; t++)
        {
            double mean = MeanLoss(t);
            loss += _problem.Terms[t].Weight * mean;
            if (t == 0)
                trainError = _problem.IsClassification ? Misclassified(parameters, _first) : Math.Sqrt(mean);
        }

        double testError = _test is not { } test ? trainError
            : _problem.IsClassification ? Misclassified(parameters, test)
            : RootMeanSquare(parameters, test);
        return new CurvePoint(step, loss, trainError, testError);
    }

    static void Require(DataSet test, Network network)
    {
        (Matrix<double> x, Matrix<double> y) = test;
        if (x.Rows == 0 || x.Columns != network.Inputs || y.Rows != x.Rows || y.Columns != network.Outputs)
        {
            throw new ArgumentException(
                $"the test points are {x.Rows} x {x.Columns} and their targets {y.Rows} x {y.Columns}; a network of "
                + $"{network.Inputs} inputs and {network.Outputs} outputs needs 1 point or more, of as many columns.");
        }
    }

    static (TermRows<T> Rows, Pass<T> Pass) Prepare(Term term, Network network, int mostPoints)
    {
        var rows = new TermRows<T>(term, network, Math.Min(term.Data.Count, mostPoints));
        EvenSpread.Of(term.Data.Count, mostPoints).CopyTo(rows.Selected, 0);
        return (rows, new Pass<T>(network, BlockRows, rows.Derivatives, gradients: false));
    }

    /// <summary>The loss of a term over the points that are looked at, without its weight.</summary>
    double MeanLoss(int t)
    {
        (TermRows<T> rows, Pass<T> pass) = _terms[t];
        double sum = 0;
        for (int first = 0; first < rows.BatchSize; first += BlockRows)
        {
            int count = Math.Min(BlockRows, rows.BatchSize - first);
            rows.Load(pass, first, count);
            pass.Forward(_weights);
            sum += rows.Error(pass, first, count);
        }

        return sum / LossFunction.Divisor(_problem.Terms[t].Loss, rows.BatchSize, _problem.Outputs);
    }

    double RootMeanSquare(Parameters<T> parameters, (Matrix<T> Inputs, Matrix<T> Targets) data)
    {
        Matrix<T> predicted = _evaluator.Predict(parameters, data.Inputs);
        double sum = 0;
        for (int i = 0; i < predicted.Rows; i++)
            sum += LossFunction.Point(LossKind.MeanSquared, predicted.Row(i), data.Targets.Row(i), T.One, _unused);
        return Math.Sqrt(sum / LossFunction.Divisor(LossKind.MeanSquared, predicted.Rows, predicted.Columns));
    }

    double Misclassified(Parameters<T> parameters, (Matrix<T> Inputs, Matrix<T> Targets) data)
    {
        Matrix<T> predicted = _evaluator.Predict(parameters, data.Inputs);
        int wrong = 0;
        for (int i = 0; i < predicted.Rows; i++)
            wrong += Vectors.ArgMax<T>(predicted.Row(i)) == Vectors.ArgMax<T>(data.Targets.Row(i)) ? 0 : 1;
        return (double)wrong / predicted.Rows;
    }
}
