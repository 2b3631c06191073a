using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>The stacked, weighted least-squares system for a read-out, over all terms of a problem.</summary>
/// <remarks>
/// Row by row [operator applied to the features, to the constant 1 if there is a bias | targets of all outputs], times
/// sqrt(weight / divisor): its residual is the loss. All outputs share one factorization.
/// </remarks>
internal sealed class ReadOutSolver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Network _network;
    readonly LeastSquares<T> _system;
    readonly double _ridge;
    readonly int _unknowns;
    readonly bool _hasBias;
    bool _hasSolved;

    /// <summary>Allocates the system.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">Rows of the system: all are used at every solve.</param>
    /// <param name="options">Threshold and ridge.</param>
    /// <param name="sharing">Threads, or null.</param>
    public ReadOutSolver(Network network, int rows, LeastSquaresOptions options, WorkSharing? sharing = null)
    {
        _network = network;
        _ridge = options.Ridge;
        _hasBias = network.Layers[^1].HasBias;
        _unknowns = network.Layers[^1].FanIn + (_hasBias ? 1 : 0);
        Rows = new Matrix<T>(rows, _unknowns + network.Outputs);
        _system = new LeastSquares<T>(rows, _unknowns, network.Outputs, options.Threshold, options.Ridge, sharing);
        _system.Begin(rows);
    }

    /// <summary>Where rows are put together before <see cref="Take"/>.</summary>
    public Matrix<T> Rows { get; }

    /// <summary>Whether the read-out has a bias.</summary>
    public bool HasBias => _hasBias;

    /// <summary>
    /// The last solve; null if there was none, or if it met NaN. Asking may cost a factorization with pivots.
    /// </summary>
    public ReadOutSolve? Last => _hasSolved && _system.Status != SolveStatus.NonFinite
        ? new ReadOutSolve(_system.Rank, _system.ConditionEstimate, _unknowns)
        : null;

    /// <summary>
    /// The ridge times the squared norm of the last solution: what the solve minimized besides the loss.
    /// </summary>
    public double Penalty
    {
        get
        {
            double sum = 0;
            for (int i = 0; _ridge > 0 && i < _unknowns; i++)
                sum += double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(_system.X.Row(i)));
            return _ridge * sum;
        }
    }

    /// <summary>
    /// Takes rows [first, first + count) into the system; all must be taken before each <see cref="Solve"/>.
    /// </summary>
    /// <remarks>Threads may give different rows at once.</remarks>
    public void Take(int first, int count)
    {
        if (count == 0)
            return;
        _system.SetRows(first, count, 0, Rows.Columns, ref Rows.Start(first), Rows.Stride);
        Complete(first, count);
    }

    /// <summary>
    /// Sets rows [first, first + count) to features, and 1 if there is a bias, all times <paramref name="scale"/>;
    /// <see cref="Targets"/> are still to be set, and <see cref="Complete"/> to be told.
    /// </summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">Rows.</param>
    /// <param name="features">The features of the first row.</param>
    /// <param name="stride">Elements from there to those of the next row.</param>
    /// <param name="scale">The square root of the weight of these rows in the loss.</param>
    public void TakeFeatures(int first, int count, Span<T> features, int stride, T scale)
    {
        _system.SetRows(first, count, 0, features.Length, ref MemoryMarshal.GetReference(features), stride);
        _system.ScaleRows(first, count, features.Length, scale);
        for (int done = 0; _hasBias && done < count;)
        {
            Span<T> part = _system.ColumnPart(_unknowns - 1, first + done, count - done);
            part.Fill(scale);
            done += part.Length;
        }
    }

    /// <summary>
    /// The targets of an output in rows first, first + 1, ..., as many of <paramref name="count"/> as are contiguous.
    /// </summary>
    public Span<T> Targets(int output, int first, int count) => _system.ColumnPart(_unknowns + output, first, count);

    /// <summary>
    /// Tells that rows are set, targets included: the thread that completes a part of the system factors it.
    /// </summary>
    public void Complete(int first, int count) => _system.Complete(first, count);

    /// <summary>Solves and writes the read-out into the parameters; false if the system is not finite.</summary>
    public bool Solve(Parameters<T> parameters)
    {
        _hasSolved = true;
        if (_system.Solve() == SolveStatus.NonFinite)
            return false;
        Write(_system.X, parameters);
        return true;
    }

    /// <summary>Refuses problems whose terms are not linear in the read-out.</summary>
    /// <exception cref="ArgumentException">A term compares with cross-entropy.</exception>
    public static void Require(Problem problem)
    {
        foreach (Term term in problem.Terms)
        {
            if (term.Loss != LossKind.MeanSquared)
            {
                throw new ArgumentException(
                    "least squares solves for the read-out of terms that are squared and linear in it; "
                    + $"term '{term.Name}' of {problem.Name} is a cross-entropy. Train without least squares, or on "
                    + "the classes as numbers.",
                    nameof(problem));
            }
        }
    }

    void Write(Matrix<T> solution, Parameters<T> parameters)
    {
        int last = _network.Layers.Count - 1, fanIn = _network.Layers[last].FanIn;
        T weight = T.One / T.CreateTruncating(_network.Parameterization.WeightScale(_network.Layers[last]));
        T bias = T.One / T.CreateTruncating(_network.Parameterization.BiasScale);
        Span<T> weights = parameters.Weights(last);
        for (int o = 0; o < _network.Outputs; o++)
        {
            for (int j = 0; j < fanIn; j++)
                weights[(o * fanIn) + j] = weight * solution[j, o];
            if (_hasBias)
                parameters.Biases(last)[o] = bias * solution[fanIn, o];
        }
    }
}
