using System.Numerics;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>
/// L-BFGS as the optimizer of a run: it evaluates the loss itself, as often as its line search needs.
/// </summary>
/// <remarks>
/// State for a checkpoint are the pairs of steps and gradient changes. A run that cannot go lower, because rounding
/// hides what is left, stays where it is.
/// </remarks>
/// <param name="length">The number of parameters; fewer may be moved.</param>
internal sealed class LbfgsOptimizer<T>(int length) : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Losses of exact fits fall to 1e-30: only a gradient of zero is small enough.
    static readonly LbfgsOptions Options = new() { GradientTolerance = 0 };

    readonly (string Name, AlignedArray<T> Values)[] _state = NewState(length);
    Lbfgs<T>? _lbfgs;
    LbfgsStatus _status;
    int _moved;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, AlignedArray<T> Values)> State
    {
        get
        {
            for (int k = 0; k < Options.Memory && _lbfgs is not null; k++)
            {
                Span<T> step = _state[2 * k].Values.Span, change = _state[(2 * k) + 1].Values.Span;
                step.Clear();
                change.Clear();
                if (k < _lbfgs.Pairs.Count)
                    _lbfgs.Pairs.Read(k, step[.._moved], change[.._moved]);
            }

            return _state;
        }
    }

    /// <summary>The value after the last step.</summary>
    public double Value => _lbfgs?.Value ?? double.NaN;

    /// <inheritdoc/>
    public override void BeginStep(double rate) => throw ItsOwnSteps();

    /// <inheritdoc/>
    public override void Update(Span<T> parameters, ReadOnlySpan<T> gradient, int start) => throw ItsOwnSteps();

    /// <summary>Goes a step down from a point, which is replaced.</summary>
    /// <param name="function">The loss; the same at every step, unless <paramref name="isNew"/>.</param>
    /// <param name="point">The parameters that are moved.</param>
    /// <param name="isNew">True to forget earlier steps, because the function is another one now.</param>
    public LbfgsStatus Step(DifferentiableFunction<T> function, Span<T> point, bool isNew)
    {
        Steps++;
        if (_lbfgs is null || isNew)
        {
            bool isResumed = _lbfgs is null && !isNew;
            _moved = point.Length;
            _lbfgs ??= new Lbfgs<T>(point.Length, Options);
            _status = _lbfgs.Start(function, point);
            for (int k = 0; isResumed && k < Options.Memory; k++)
                _lbfgs.Pairs.Add(_state[2 * k].Values.Span[.._moved], _state[(2 * k) + 1].Values.Span[.._moved]);
        }

        if (_status != LbfgsStatus.Running)
            return _status;
        _status = _lbfgs.Step();
        _lbfgs.Point.CopyTo(point);
        return _status;
    }

    static InvalidOperationException ItsOwnSteps() => new("L-BFGS makes its own steps: use Step.");

    static (string, AlignedArray<T>)[] NewState(int length) =>
    [
        .. Enumerable.Range(0, Options.Memory).SelectMany(
            k => new[] { ($"step.{k}", new AlignedArray<T>(length)), ($"change.{k}", new AlignedArray<T>(length)) }),
    ];
}
