using System.Globalization;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Problems;

/// <summary>Puts a linear differential equation and its conditions together into a <see cref="Problem"/>.</summary>
/// <remarks>
/// <code>
/// var d = Domain.Unit(2);                              // (x, t)
/// Problem heat = new DifferentialProblem("heat", d, "x", "t")
///     .Equation(D(1) - 0.1 * D(0, 0), new PointCloud(d, 32 * 32))
///     .Condition("start", new PointCloud(d.Face(1), 32), p =&gt; Math.Sin(Math.PI * p[0]))
///     .Condition("left", new PointCloud(d.Face(0), 32))
///     .Condition("right", new PointCloud(d.Face(0, upper: true), 32))
///     .Exact(p =&gt; Math.Exp(-0.1 * Math.PI * Math.PI * p[1]) * Math.Sin(Math.PI * p[0]))
///     .Build();
/// </code>
/// </remarks>
public sealed class DifferentialProblem
{
    const int MostTestPoints = 10_000_000;

    /// <summary>A condition on a line has few points, and wide gaps between them.</summary>
    const int FewestFreshPoints = 1024;

    readonly string _name;
    readonly Domain _domain;
    readonly string[] _inputs;
    readonly List<Func<ulong, Purpose, Term>> _terms = [];
    PointFunction? _exact;
    int _testSide = 64;
    string _description = "";

    /// <summary>Starts a problem for one unknown function.</summary>
    /// <param name="name">In commands, files and reports.</param>
    /// <param name="domain">Where the equation holds.</param>
    /// <param name="inputs">A name for each coordinate.</param>
    /// <exception cref="ArgumentException">There is not one name for each coordinate.</exception>
    public DifferentialProblem(string name, Domain domain, params string[] inputs)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length != domain.Dimensions)
            throw new ArgumentException(
                $"there are {inputs.Length} names for {domain.Dimensions} coordinates.", nameof(inputs));
        (_name, _domain, _inputs) = (name, domain, inputs);
    }

    /// <summary>Says in a line or two what is solved.</summary>
    public DifferentialProblem Described(string description)
    {
        _description = description;
        return this;
    }

    /// <summary>Adds the equation: operator applied to u = right side at the points.</summary>
    /// <exception cref="ArgumentException">Points lie outside the domain.</exception>
    public DifferentialProblem Equation(
        LinearOperator linear,
        PointCloud points,
        Func<ReadOnlySpan<double>, double>? rightSide = null,
        double weight = 1) =>
        Add("equation", linear, points, rightSide, weight);

    /// <summary>Adds a boundary or initial condition: u, or an operator applied to it, = value at the points.</summary>
    /// <exception cref="ArgumentException">Points lie outside the domain.</exception>
    public DifferentialProblem Condition(
        string name,
        PointCloud points,
        Func<ReadOnlySpan<double>, double>? value = null,
        double weight = 1,
        LinearOperator? linear = null) =>
        Add(name, linear ?? LinearOperator.Identity, points, value, weight);

    /// <summary>Gives the exact solution, on which errors are measured.</summary>
    /// <param name="solution">u at a point.</param>
    /// <param name="side">
    /// Test points along each coordinate, 2 or more; for d coordinates side^d of them, at most 10^7.
    /// </param>
    /// <exception cref="ArgumentException">There would be more test points.</exception>
    public DifferentialProblem Exact(Func<ReadOnlySpan<double>, double> solution, int side = 64)
    {
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 2);
        double points = Math.Pow(side, _domain.Dimensions);
        if (points > MostTestPoints)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"side is {side}: {points:G3} test points in {_domain.Dimensions} coordinates; "
                    + $"there may be at most {MostTestPoints}."),
                nameof(side));
        }

        (_exact, _testSide) = (Values(solution), side);
        return this;
    }

    /// <summary>Draws the points and evaluates targets there.</summary>
    /// <remarks>
    /// <see cref="Problem.Validation"/> has each term on Sobol' points of its own, as many as are trained on and 1024
    /// at least: between training points a network may do anything, also in a small part of the gap between two of
    /// them, and only the loss on other points shows it. Without an exact solution <see cref="Problem.TestTerms"/> are
    /// the same on a further draw.
    /// </remarks>
    /// <param name="seed">Of points that are random.</param>
    /// <exception cref="ArgumentException">There is no equation, or a target is not finite somewhere.</exception>
    public Problem Build(ulong seed = 0)
    {
        if (_terms.Count == 0)
            throw new ArgumentException($"{_name} has no equation.", nameof(seed));
        return new Problem
        {
            Name = _name,
            Description = _description,
            Inputs = _domain.Dimensions,
            Outputs = 1,
            InputNames = _inputs,
            OutputNames = ["u"],
            Domain = _domain,
            Terms = Terms(seed, Purpose.Training),
            Validation = Terms(seed, Purpose.Validation),
            TestTerms = _exact is null ? Terms(seed, Purpose.Test) : [],
            Test = _exact is null ? null : Evaluate("exact solution", TestGrid().Draw(seed), _exact),
        };
    }

    Term[] Terms(ulong seed, Purpose purpose) => [.. _terms.Select(build => build(seed, purpose))];

    PointCloud TestGrid() => new(_domain, (int)Math.Pow(_testSide, _domain.Dimensions));

    DifferentialProblem Add(
        string name, LinearOperator linear, PointCloud points, Func<ReadOnlySpan<double>, double>? value, double weight)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(points);
        if (points.Domain.Dimensions != _domain.Dimensions
            || !_domain.Contains(points.Domain.Lower) || !_domain.Contains(points.Domain.Upper))
        {
            throw new ArgumentException(
                $"the points of '{name}' lie on {points.Domain}, "
                + $"which reaches outside the domain {_domain} of {_name}.",
                nameof(points));
        }

        if (linear.ComponentCount != 1)
            throw new ArgumentException(
                $"'{linear.Name}' has {linear.ComponentCount} components; an equation has one.", nameof(linear));
        PointFunction target = value is null ? Zero : Values(value);
        _terms.Add((seed, purpose) => new Term
        {
            Name = name,
            Operator = linear,
            Weight = weight,
            Data = Evaluate(name, Draw(points, seed, purpose), target),
            Fresh = points.Redrawn && purpose == Purpose.Training ? new FreshPoints(points, target) : null,
        });
        return this;
    }

    /// <summary>The points to train on, or as many others, or more, that avoid them and each other.</summary>
    static Matrix<double> Draw(PointCloud points, ulong seed, Purpose purpose)
    {
        if (purpose == Purpose.Training)
            return points.Draw(seed);
        var fresh = new PointCloud(
            points.Domain,
            Math.Max(points.Placed, FewestFreshPoints),
            points.Domain.Dimensions <= LowDiscrepancy.MaxDimensions ? PointSpread.Sobol : PointSpread.Uniform);
        return fresh.Draw(seed, purpose == Purpose.Validation ? -1 : -2); // 0, 1, ... are trained on
    }

    static DataSet Evaluate(string name, Matrix<double> points, PointFunction target)
    {
        var targets = new Matrix<double>(points.Rows, 1);
        for (int i = 0; i < points.Rows; i++)
        {
            target(points.Row(i), targets.Row(i));
            if (!double.IsFinite(targets[i, 0]))
            {
                string where = string.Join(
                    ", ", points.Row(i).ToArray().Select(x => FormattableString.Invariant($"{x:G6}")));
                throw new ArgumentException(
                    $"the value of '{name}' is {targets[i, 0]} at the point ({where}); it must be finite.");
            }
        }

        return new DataSet(points, targets);
    }

    static PointFunction Values(Func<ReadOnlySpan<double>, double> function) =>
        (point, values) => values[0] = function(point);

    static void Zero(ReadOnlySpan<double> point, Span<double> values) => values.Clear();

    /// <summary>What the points of a term are for.</summary>
    enum Purpose
    {
        Training,
        Validation,
        Test,
    }
}
