namespace Kindling.Training;

/// <summary>
/// A point on the line of a search: how far, the function's value there and its slope along the line.
/// </summary>
/// <param name="Step">alpha, at least 0.</param>
/// <param name="Value">phi(alpha).</param>
/// <param name="Slope">phi'(alpha).</param>
internal readonly record struct LinePoint(double Step, double Value, double Slope)
{
    /// <summary>Whether value and slope can be used.</summary>
    public bool IsFinite => double.IsFinite(Value) && double.IsFinite(Slope);
}

/// <summary>A step along a descent direction that satisfies the strong Wolfe conditions.</summary>
/// <remarks>
/// Nocedal and Wright 2006, algorithms 3.5 (bracket) and 3.6 (zoom), trial steps by cubic interpolation (3.59) kept
/// away from the ends of the bracket:
/// <code>
/// phi(alpha) &lt;= phi(0) + c1 alpha phi'(0),   |phi'(alpha)| &lt;= c2 |phi'(0)|
/// </code>
/// A trial whose value is not finite counts as too long a step. Where evaluations run out, or the bracket shrinks to
/// rounding, the best point seen is returned: it is the start if nothing was lower.
/// </remarks>
internal static class StrongWolfeSearch
{
    /// <summary>Searches along a line.</summary>
    /// <param name="evaluate">Value and slope at a step.</param>
    /// <param name="start">Step 0; its slope must be below 0.</param>
    /// <param name="first">The first trial step, above 0.</param>
    /// <param name="options">The constants of the conditions.</param>
    /// <param name="evaluations">The most evaluations, at least 1.</param>
    /// <returns>The accepted point, or the best one seen.</returns>
    public static LinePoint Run(
        Func<double, LinePoint> evaluate, LinePoint start, double first, LbfgsOptions options, int evaluations)
    {
        LinePoint previous = start;
        double step = first;
        for (int i = 0; evaluations > 0; i++)
        {
            LinePoint trial = evaluate(step);
            evaluations--;
            if (!Decreases(trial, start, options) || (i > 0 && trial.Value >= previous.Value))
                return Zoom(evaluate, start, previous, trial, options, evaluations);
            if (IsFlat(trial, start, options))
                return trial;
            if (trial.Slope >= 0)
                return Zoom(evaluate, start, trial, previous, options, evaluations);

            // Still downhill: further, at most ten times as far.
            double next = CubicMinimum(previous, trial);
            step = double.IsFinite(next) && next > trial.Step
                ? Math.Clamp(next, trial.Step + (1.1 * (trial.Step - previous.Step)), 10 * trial.Step)
                : 4 * trial.Step;
            previous = trial;
        }

        return previous;
    }

    /// <summary>Shrinks a bracket; <paramref name="low"/> is its end with the smaller value.</summary>
    static LinePoint Zoom(
        Func<double, LinePoint> evaluate,
        LinePoint start,
        LinePoint low,
        LinePoint high,
        LbfgsOptions options,
        int evaluations)
    {
        for (; evaluations > 0; evaluations--)
        {
            double width = high.Step - low.Step;
            if (Math.Abs(width) <= 1e-12 * Math.Max(low.Step, high.Step))
                break;
            LinePoint trial = evaluate(Inside(low, high));
            if (!Decreases(trial, start, options) || trial.Value >= low.Value)
            {
                high = trial;
                continue;
            }

            if (IsFlat(trial, start, options))
                return trial;
            if (trial.Slope * width >= 0)
                high = low;
            low = trial;
        }

        return low;
    }

    /// <summary>A step inside a bracket, a tenth of its width or more from both ends.</summary>
    static double Inside(LinePoint low, LinePoint high)
    {
        double width = high.Step - low.Step;
        double step = high.IsFinite ? CubicMinimum(low, high) : double.NaN;
        double share = (step - low.Step) / width;
        return low.Step + (width * (double.IsFinite(share) ? Math.Clamp(share, 0.1, 0.9) : high.IsFinite ? 0.5 : 0.1));
    }

    static bool Decreases(LinePoint trial, LinePoint start, LbfgsOptions options) =>
        trial.IsFinite && trial.Value <= start.Value + (options.SufficientDecrease * trial.Step * start.Slope);

    static bool IsFlat(LinePoint trial, LinePoint start, LbfgsOptions options) =>
        Math.Abs(trial.Slope) <= options.CurvatureCondition * Math.Abs(start.Slope);

    /// <summary>The minimum of the cubic through two values and slopes, (3.59); NaN where it has none.</summary>
    static double CubicMinimum(LinePoint a, LinePoint b)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Value - b.Value) / (a.Step - b.Step));
        double d2 = Math.Sign(b.Step - a.Step) * Math.Sqrt((d1 * d1) - (a.Slope * b.Slope));
        return b.Step - ((b.Step - a.Step) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2)));
    }
}
