namespace Kindling.MeanField;

/// <summary>Real functions that the standard library leaves out.</summary>
static class Real
{
    /// <summary>
    /// 1 - exp(-x) for x at least 0, without cancellation (Kahan: the roundings of exp and log cancel).
    /// </summary>
    internal static double OneMinusExp(double x)
    {
        if (x > 0.5)
            return 1 - Math.Exp(-x);
        double e = Math.Exp(-x);
        return e == 1 ? x : (1 - e) * -x / Math.Log(e);
    }
}
