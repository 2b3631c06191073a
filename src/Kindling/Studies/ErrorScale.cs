using Kindling.LinearAlgebra;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>What the errors of a problem are measured against.</summary>
public sealed class ErrorScale
{
    /// <summary>The least error that enters a ratio, where targets are all 0.</summary>
    const double SmallestError = 1e-300;

    /// <summary>Errors of so many machine epsilons, relative to the targets, are rounding.</summary>
    const double RoundingEpsilons = 32;

    const double LearnedShare = 0.95;

    readonly bool _countsWrongAnswers;
    readonly int _points;
    readonly double _rounding;

    /// <summary>Measures a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="precision">What the networks compute in: it says which errors are rounding.</param>
    public ErrorScale(Problem problem, Precision precision = Precision.Double)
    {
        ArgumentNullException.ThrowIfNull(problem);
        DataSet test = problem.ErrorData;
        DataSet train = problem.Domain is null ? problem.Terms[0].Data : test; // An equation's targets are not u.
        _countsWrongAnswers = problem.Metric == ErrorMetric.Misclassification;
        _points = test.Count;
        double[] means = ColumnMeans(train.Targets);
        ConstantError = _countsWrongAnswers ? WrongShare(means, test.Targets) : Distance(means, test.Targets);
        SpreadData = LargestDeviation(test.Targets) > 0 ? test : train;
        double epsilon = precision == Precision.Single ? float.BitIncrement(1) - 1 : double.BitIncrement(1) - 1;
        _rounding = Math.Max(SmallestError, RoundingEpsilons * epsilon * RootMeanSquare(test.Targets));
        TargetDeviation = LargestDeviation(SpreadData.Targets);
    }

    /// <summary>
    /// Where outputs show whether they are constant: the test points, or the training points if the targets of the
    /// test are all equal, as those of a single row.
    /// </summary>
    public DataSet SpreadData { get; }

    /// <summary>
    /// The test error of the best constant: the mean, or the most frequent class, of the training targets; of a
    /// differential equation the mean of the exact solution over the test points.
    /// </summary>
    public double ConstantError { get; }

    /// <summary>True if an error is clearly below that of a constant: by 5 % or more.</summary>
    public bool IsLearned(double error) => error <= LearnedShare * ConstantError;

    /// <summary>The largest standard deviation of a target over <see cref="SpreadData"/>.</summary>
    public double TargetDeviation { get; }

    /// <summary>An error as it enters a ratio: positive, also where no answer was wrong.</summary>
    /// <returns>
    /// (p N + 1/2) / (N + 1) for a share p of wrong answers over N points; otherwise the error, but at least 32 machine
    /// epsilons times the root mean square of the test targets, so that errors at rounding level are equal.
    /// </returns>
    public double ForComparison(double error) =>
        _countsWrongAnswers ? ((error * _points) + 0.5) / (_points + 1) : Math.Max(error, _rounding);

    /// <summary>
    /// The largest standard deviation of an output over <see cref="SpreadData"/>, in units of
    /// <see cref="TargetDeviation"/>.
    /// </summary>
    public double Spread(Matrix<double> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        double largest = LargestDeviation(outputs);
        return TargetDeviation > 0 ? largest / TargetDeviation : largest;
    }

    static double[] ColumnMeans(Matrix<double> matrix)
    {
        var means = new double[matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < means.Length; j++)
                means[j] += matrix[i, j] / matrix.Rows;
        }

        return means;
    }

    static double Distance(double[] constant, Matrix<double> targets)
    {
        double sum = 0;
        for (int i = 0; i < targets.Rows; i++)
        {
            for (int j = 0; j < constant.Length; j++)
                sum += (targets[i, j] - constant[j]) * (targets[i, j] - constant[j]);
        }

        return Math.Sqrt(sum / ((double)targets.Rows * targets.Columns));
    }

    static double RootMeanSquare(Matrix<double> matrix) => Distance(new double[matrix.Columns], matrix);

    static double WrongShare(double[] frequencies, Matrix<double> targets)
    {
        int most = Array.IndexOf(frequencies, frequencies.Max());
        int wrong = Enumerable.Range(0, targets.Rows).Count(i => targets[i, most] < targets.Row(i).ToArray().Max());
        return (double)wrong / targets.Rows;
    }

    static double LargestDeviation(Matrix<double> matrix) =>
        Enumerable.Range(0, matrix.Columns).Max(j => Deviation(matrix, j));

    static double Deviation(Matrix<double> matrix, int column)
    {
        double mean = 0, squares = 0;
        for (int i = 0; i < matrix.Rows; i++)
            mean += matrix[i, column] / matrix.Rows;
        for (int i = 0; i < matrix.Rows; i++)
            squares += (matrix[i, column] - mean) * (matrix[i, column] - mean);
        return Math.Sqrt(squares / Math.Max(1, matrix.Rows));
    }
}
