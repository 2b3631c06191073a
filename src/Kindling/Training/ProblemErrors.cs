using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;

namespace Kindling.Training;

/// <summary>Measures losses and errors of parameters on whole data sets: one point of a curve.</summary>
internal sealed class ProblemErrors<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Problem _problem;
    readonly Evaluator<T> _evaluator;
    readonly PackedWeights<T> _weights;
    readonly TermLosses<T> _training;
    readonly TermLosses<T>? _validation;
    readonly TermLosses<T>? _testTerms;
    readonly (Matrix<T> Inputs, Matrix<T> Targets)? _trainingClasses;
    readonly (Matrix<T> Inputs, Matrix<T> Targets)? _validationClasses;
    readonly (Matrix<T> Inputs, Matrix<T> Targets)? _test;
    readonly T[] _unused;

    /// <summary>Converts the data sets.</summary>
    /// <param name="problem">What is measured.</param>
    /// <param name="network">The network.</param>
    /// <param name="mostPoints">Of each term's points, and of the test points, so many are looked at, evenly spaced;
    /// null for all.</param>
    public ProblemErrors(Problem problem, Network network, int? mostPoints = null)
    {
        _problem = problem;
        _evaluator = new Evaluator<T>(network);
        _weights = new PackedWeights<T>(network, backward: false);
        _training = new TermLosses<T>(problem.Terms, network, mostPoints);
        _validation = problem.Validation.Count == 0 ? null : new(problem.Validation, network, mostPoints);
        _unused = new T[network.Outputs];
        if (problem.IsClassification)
        {
            _trainingClasses = Some(problem.Terms[0].Data, mostPoints);
            if (_validation is not null)
                _validationClasses = Some(problem.Validation[0].Data, mostPoints);
        }

        if (problem.Test is { } test)
        {
            Require(test, network);
            _test = Some(test, mostPoints);
        }
        else if (problem.TestTerms.Count > 0)
        {
            _testTerms = new TermLosses<T>(problem.TestTerms, network, mostPoints);
        }
    }

    /// <summary>The curve point of these parameters.</summary>
    public CurvePoint Measure(long step, Parameters<T> parameters)
    {
        _weights.Update(parameters);
        (double loss, double first) = _training.Measure(_weights);
        double trainError = _trainingClasses is { } classes ? Misclassified(parameters, classes) : Math.Sqrt(first);
        double testError = _test is not { } test ? _testTerms?.Measure(_weights).Total ?? trainError
            : _problem.IsClassification ? Misclassified(parameters, test)
            : RootMeanSquare(parameters, test);
        var point = new CurvePoint(step, loss, trainError, testError);
        if (_validation is null)
            return point;
        (double total, double firstOnly) = _validation.Measure(_weights);
        double error = _validationClasses is { } held ? Misclassified(parameters, held)
            : _problem.Domain is null ? Math.Sqrt(firstOnly)
            : total;
        return point with { ValidationLoss = total, ValidationError = error };
    }

    static (Matrix<T> Inputs, Matrix<T> Targets) Some(DataSet data, int? mostPoints)
    {
        if (mostPoints is not int most || most >= data.Count)
            return (data.Inputs.To<T>(), data.Targets.To<T>());
        int[] rows = EvenSpread.Of(data.Count, most);
        var inputs = new Matrix<double>(rows.Length, data.Inputs.Columns);
        var targets = new Matrix<double>(rows.Length, data.Targets.Columns);
        data.Inputs.GatherRows(rows, inputs);
        data.Targets.GatherRows(rows, targets);
        return (inputs.To<T>(), targets.To<T>());
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
