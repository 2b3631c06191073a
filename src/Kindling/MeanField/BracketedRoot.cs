namespace Kindling.MeanField;

/// <summary>A root of a continuous function between two points of opposite sign (Brent 1973).</summary>
static class BracketedRoot
{
    const int MaxSteps = 200;

    /// <summary>The root, to a few roundings of its size or of the bracket's width times 1e-16.</summary>
    /// <param name="f">The function.</param>
    /// <param name="low">One end.</param>
    /// <param name="high">The other end; f has the other sign there, or is 0 at one end.</param>
    /// <param name="tolerance">Absolute, on top of rounding.</param>
    internal static double Find(Func<double, double> f, double low, double high, double tolerance = 0)
    {
        double a = low;
        double b = high;
        double fa = f(a);
        double fb = f(b);
        double c = a;
        double fc = fa;
        double step = b - a;
        double previous = step;
        for (int i = 0; i < MaxSteps && fb != 0; i++)
        {
            if (Math.Sign(fb) == Math.Sign(fc))
            {
                (c, fc) = (a, fa);
                step = previous = b - a;
            }

            if (Math.Abs(fc) < Math.Abs(fb))
            {
                (a, b, c) = (b, c, b);
                (fa, fb, fc) = (fb, fc, fb);
            }

            double allowed = (2e-16 * Math.Abs(b)) + (0.5 * tolerance);
            double half = 0.5 * (c - b);
            if (Math.Abs(half) <= allowed)
                return b;
            (step, previous) = Step(a, b, c, fa, fb, fc, half, allowed, step, previous);
            (a, fa) = (b, fb);
            b += Math.Abs(step) > allowed ? step : Math.CopySign(allowed, half);
            fb = f(b);
        }

        return b;
    }

    /// <summary>
    /// Newton's method kept inside the bracket: a step that leaves it or gains too little becomes a bisection.
    /// </summary>
    /// <param name="f">The function and its derivative.</param>
    /// <param name="low">One end, with value (not 0) and derivative there.</param>
    /// <param name="high">The other end; the value there has the other sign or is 0.</param>
    /// <returns>The root, to the rounding of f.</returns>
    internal static double FindWithSlope(Func<double, Sample> f, Sample low, Sample high)
    {
        const double LastStep = 1e-8; // Of the root: the step after this one would be its square.
        double x = InverseCubic(low, high);
        double width = high.At - low.At;
        for (int i = 0; i < MaxSteps; i++)
        {
            Sample here = f(x);
            if (Math.Abs(here.Value) <= 2e-16 * Math.Abs(x))
                return x;
            if (Math.Sign(here.Value) == Math.Sign(low.Value))
                low = here;
            else
                high = here;
            double next = x - (here.Value / here.Slope);
            bool newton = next >= low.At && next <= high.At && Math.Abs(next - x) < 0.5 * width;
            if (!newton)
                next = 0.5 * (low.At + high.At);
            width = Math.Abs(next - x);
            bool done = newton ? width <= LastStep * Math.Abs(x) : high.At - low.At <= 4e-16 * high.At;
            if (done)
                return next;
            x = next;
        }

        return x;
    }

    /// <summary>
    /// The cubic x(f) through both ends with their slopes, at f = 0; the middle if that is outside.
    /// </summary>
    static double InverseCubic(Sample low, Sample high)
    {
        double span = high.Value - low.Value;
        double t = -low.Value / span;
        double x = (low.At * (1 + (2 * t)) * (1 - t) * (1 - t)) + (high.At * t * t * (3 - (2 * t)))
            + (span * t * (1 - t) * (((1 - t) / low.Slope) - (t / high.Slope)));
        return x > low.At && x < high.At ? x : 0.5 * (low.At + high.At);
    }

    /// <summary>A point of a function.</summary>
    internal readonly record struct Sample(double At, double Value, double Slope);

    /// <summary>
    /// Inverse quadratic or linear interpolation where it converges fast enough, else half the bracket.
    /// </summary>
    static (double Step, double Previous) Step(
        double a,
        double b,
        double c,
        double fa,
        double fb,
        double fc,
        double half,
        double allowed,
        double step,
        double previous)
    {
        if (Math.Abs(previous) < allowed || Math.Abs(fa) <= Math.Abs(fb))
            return (half, half);
        double s = fb / fa;
        double p;
        double q;
        if (a == c)
        {
            p = 2 * half * s;
            q = 1 - s;
        }
        else
        {
            double ratio = fa / fc;
            double r = fb / fc;
            p = s * ((2 * half * ratio * (ratio - r)) - ((b - a) * (r - 1)));
            q = (ratio - 1) * (r - 1) * (s - 1);
        }

        if (p > 0)
            q = -q;
        p = Math.Abs(p);
        bool fast = 2 * p < Math.Min((3 * half * q) - Math.Abs(allowed * q), Math.Abs(previous * q));
        return fast ? (p / q, step) : (half, half);
    }
}
