using System.Numerics;
using System.Numerics.Tensors;

namespace Kindling.Training;

/// <summary>A function and its gradient.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="point">Where.</param>
/// <param name="gradient">Overwritten with the gradient there; as long as <paramref name="point"/>.</param>
/// <returns>The value; NaN or infinity says that the point is outside of the function's domain.</returns>
public delegate double DifferentiableFunction<T>(ReadOnlySpan<T> point, Span<T> gradient)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>How a minimization stands.</summary>
public enum LbfgsStatus
{
    /// <summary>It can go on.</summary>
    Running,

    /// <summary>The gradient is as small as was asked for.</summary>
    Converged,

    /// <summary>No lower point was found along the steepest descent either: the end of what rounding allows.</summary>
    Stagnated,

    /// <summary>The steps or evaluations that were allowed are used up.</summary>
    BudgetSpent,

    /// <summary>Value or gradient at the start are not finite.</summary>
    NonFinite,
}

/// <summary>
/// Limited-memory BFGS with a strong Wolfe line search (Nocedal and Wright 2006, algorithms 7.5, 3.5 and 3.6) for any
/// deterministic function.
/// </summary>
/// <remarks>
/// <see cref="Start"/>, then <see cref="Step"/> while it says <see cref="LbfgsStatus.Running"/>; or
/// <see cref="Minimize"/> for both. The value never rises from step to step. All vectors are allocated at construction
/// or in the first steps. Long vectors are summed in runs, so the result depends on the register width but not on
/// chance.
/// </remarks>
/// <typeparam name="T">float or double: the type of the vectors; values are double.</typeparam>
public sealed class Lbfgs<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly LbfgsOptions _options;
    readonly CurvaturePairs<T> _pairs;
    readonly T[] _direction;
    readonly Func<double, LinePoint> _evaluate;
    DifferentiableFunction<T> _function = (_, _) => double.NaN;
    T[] _point;
    T[] _gradient;
    T[] _trial;
    T[] _trialGradient;
    double _trialStep;

    /// <summary>Allocates for vectors of one length.</summary>
    /// <param name="size">Their length.</param>
    /// <param name="options">Settings, or null for the usual ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Lbfgs(int size, LbfgsOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _options = options ?? new LbfgsOptions();
        _options.Validate();
        _pairs = new(size, _options.Memory);
        (_direction, _point, _gradient) = (new T[size], new T[size], new T[size]);
        (_trial, _trialGradient) = (new T[size], new T[size]);
        _evaluate = Evaluate;
    }

    /// <summary>The lowest point so far.</summary>
    public ReadOnlySpan<T> Point => _point;

    /// <summary>The gradient there.</summary>
    public ReadOnlySpan<T> Gradient => _gradient;

    /// <summary>The value there.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Evaluations of the function since <see cref="Start"/>.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Steps since <see cref="Start"/>.</summary>
    public int Steps { get; private set; }

    /// <summary>The steps that the next direction is made of.</summary>
    internal CurvaturePairs<T> Pairs => _pairs;

    /// <summary>Evaluates the first point and forgets earlier ones.</summary>
    /// <param name="function">What to minimize; kept for <see cref="Step"/>.</param>
    /// <param name="point">The first point; copied.</param>
    /// <exception cref="ArgumentException">The point has another length than the constructor was told.</exception>
    public LbfgsStatus Start(DifferentiableFunction<T> function, ReadOnlySpan<T> point)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (point.Length != _point.Length)
            throw new ArgumentException($"point has {point.Length} elements; it needs {_point.Length}.", nameof(point));
        _function = function;
        point.CopyTo(_point);
        _pairs.Clear();
        Steps = 0;
        Evaluations = 1;
        Value = function(_point, _gradient);
        return Status;
    }

    /// <summary>Goes one step down.</summary>
    /// <param name="maxEvaluations">The most evaluations for it, if fewer than the options say; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It may make no evaluation.</exception>
    public LbfgsStatus Step(int maxEvaluations = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvaluations, 1);
        if (Status != LbfgsStatus.Running)
            return Status;
        int allowed = Math.Min(maxEvaluations, _options.LineSearchEvaluations);
        if (Descend(allowed))
            return Status;
        if (allowed == maxEvaluations)
            return LbfgsStatus.BudgetSpent;

        // A memory that misleads is dropped once; the steepest descent decides whether anything is lower.
        if (_pairs.Count == 0)
            return LbfgsStatus.Stagnated;
        _pairs.Clear();
        return Descend(Math.Min(maxEvaluations - allowed, _options.LineSearchEvaluations))
            ? Status
            : LbfgsStatus.Stagnated;
    }

    /// <summary>Minimizes a function.</summary>
    /// <param name="function">What to minimize.</param>
    /// <param name="point">Where to start; overwritten with the lowest point found.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="maxEvaluations">
    /// The most evaluations, the first one included; one more may be needed to return to the best point of a search.
    /// </param>
    /// <returns>Why it ended: anything but <see cref="LbfgsStatus.Running"/>.</returns>
    public LbfgsStatus Minimize(
        DifferentiableFunction<T> function, Span<T> point, int maxSteps = 1000, int maxEvaluations = int.MaxValue)
    {
        LbfgsStatus status = Start(function, point);
        while (status == LbfgsStatus.Running)
        {
            if (Steps >= maxSteps || Evaluations >= maxEvaluations)
            {
                status = LbfgsStatus.BudgetSpent;
                break;
            }

            status = Step(maxEvaluations - Evaluations);
        }

        _point.CopyTo(point);
        return status;
    }

    LbfgsStatus Status
    {
        get
        {
            double largest = Vectors.Largest<T>(_gradient);
            if (!double.IsFinite(Value) || !double.IsFinite(largest))
                return LbfgsStatus.NonFinite;
            return largest <= _options.GradientTolerance ? LbfgsStatus.Converged : LbfgsStatus.Running;
        }
    }

    /// <summary>Direction, line search, and the step if anything lower was found.</summary>
    bool Descend(int evaluations)
    {
        _pairs.Direction(_gradient, _direction);
        double slope = Vectors.Dot<T>(_direction, _gradient);
        if (!(slope < 0))
        {
            _pairs.Clear();
            _pairs.Direction(_gradient, _direction);
            slope = Vectors.Dot<T>(_direction, _gradient);
        }

        _trialStep = 0;
        double first = _pairs.Count > 0 ? 1 : FirstTrial(slope);
        LinePoint found = StrongWolfeSearch.Run(
            _evaluate, new LinePoint(0, Value, slope), first, _options, evaluations);
        if (found.Step == 0)
            return false;
        if (found.Step != _trialStep)
            found = Evaluate(found.Step);
        _pairs.Add(_trial, _point, _trialGradient, _gradient);
        (_point, _trial) = (_trial, _point);
        (_gradient, _trialGradient) = (_trialGradient, _gradient);
        Value = found.Value;
        Steps++;
        return true;
    }

    double FirstTrial(double slope) => _options.FirstStep is double length
        ? length / Vectors.Largest<T>(_direction)
        : Math.Min(1, 1 / Math.Sqrt(-slope));

    LinePoint Evaluate(double step)
    {
        TensorPrimitives.MultiplyAdd(_direction, T.CreateTruncating(step), _point, _trial);
        double value = _function(_trial, _trialGradient);
        Evaluations++;
        _trialStep = step;
        return new LinePoint(step, value, Vectors.Dot<T>(_direction, _trialGradient));
    }
}
