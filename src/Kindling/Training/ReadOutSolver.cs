using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;

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
    readonly LeastSquaresOptions _options;
    readonly int _unknowns;
    readonly bool _hasBias;

    public ReadOutSolver(Network network, int rows, LeastSquaresOptions options)
    {
        _network = network;
        _options = options;
        _hasBias = network.Layers[^1].HasBias;
        _unknowns = network.Layers[^1].FanIn + (_hasBias ? 1 : 0);
        Rows = new Matrix<T>(rows, _unknowns + network.Outputs);
    }

    /// <summary>The system, to be filled before <see cref="Solve"/>; the solve may destroy it.</summary>
    public Matrix<T> Rows { get; }

    /// <summary>Whether the read-out has a bias.</summary>
    public bool HasBias => _hasBias;

    /// <summary>The last solve.</summary>
    public ReadOutSolve? Last { get; private set; }

    /// <summary>Solves and writes the read-out into the parameters; false if the system is not finite.</summary>
    public bool Solve(Parameters<T> parameters)
    {
        int ridge = _options.Ridge > 0 ? _unknowns : 0;
        var a = new Matrix<T>(Rows.Rows + ridge, _unknowns);
        var b = new Matrix<T>(Rows.Rows + ridge, _network.Outputs);
        for (int i = 0; i < Rows.Rows; i++)
        {
            Rows.Row(i)[.._unknowns].CopyTo(a.Row(i));
            Rows.Row(i)[_unknowns..].CopyTo(b.Row(i));
        }

        for (int i = 0; i < ridge; i++)
            a[Rows.Rows + i, i] = T.CreateTruncating(Math.Sqrt(_options.Ridge));
        LeastSquaresSolution<T> solution = LeastSquares<T>.Solve(a, b, _options.Threshold);
        Last = new ReadOutSolve(solution.Rank, solution.ConditionEstimate, _unknowns);
        if (solution.Status == SolveStatus.NonFinite)
            return false;
        Write(solution.X, parameters);
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
                    $"least squares solves for the read-out of terms that are squared and linear in it; term '{term.Name}' of "
                    + $"{problem.Name} is a cross-entropy. Train without least squares, or on the classes as numbers.",
                    nameof(problem));
            }
        }
    }

    void Write(Matrix<T> solution, Parameters<T> parameters)
    {
        int last = _network.Layers.Count - 1, fanIn = _network.Layers[last].FanIn;
        T weight = T.One / T.CreateTruncating(_network.Parameterization.WeightScale(_network.Layers[last]));
        T bias = T.One / T.CreateTruncating(_network.Parameterization.BiasScale);
        Span<T> weights = parameters.Flat.Slice(_network.Layout.Weight(last).Offset, _network.Layout.Weight(last).Length);
        for (int o = 0; o < _network.Outputs; o++)
        {
            for (int j = 0; j < fanIn; j++)
                weights[(o * fanIn) + j] = weight * solution[j, o];
            if (_hasBias)
                parameters.Biases(last)[o] = bias * solution[fanIn, o];
        }
    }
}
