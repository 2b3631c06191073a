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

    /// <summary>Newton's method kept inside the bracket: a step that leaves it or gains too little becomes a bisection.</summary>
    /// <param name="f">The function and its derivative; called last at the root.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="atLow">f there, not 0.</param>
    /// <param name="atHigh">f there, of the other sign or 0.</param>
    internal static double FindWithSlope(
        Func<double, (double Value, double Slope)> f, double low, double high, double atLow, double atHigh)
    {
        double x = low - (atLow * (high - low) / (atHigh - atLow));
        if (!(x > low && x < high))
            x = 0.5 * (low + high);
        double width = high - low;
        for (int i = 0; i < MaxSteps; i++)
        {
            (double value, double slope) = f(x);
            if (value == 0)
                return x;
            if (Math.Sign(value) == Math.Sign(atLow))
                low = x;
            else
                high = x;
            double next = x - (value / slope);
            bool inside = next >= low && next <= high && Math.Abs(next - x) < 0.5 * width;
            if (!inside)
                next = 0.5 * (low + high);
            width = Math.Abs(next - x);
            if (width <= 4e-16 * Math.Abs(x) || high - low <= 4e-16 * high)
                return x;
            x = next;
        }

        return x;
    }

    /// <summary>Inverse quadratic or linear interpolation where it converges fast enough, else half the bracket.</summary>
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
