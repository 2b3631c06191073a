using MathNet.Numerics.Distributions;

namespace Kindling.Studies;

/// <summary>How large a difference has to be, to be found in 80 % of cases.</summary>
/// <remarks>
/// t of a true difference δ is noncentral with δ sqrt(n) / sd. It exceeds c in 80 % of cases if that is
/// c (1 - 1 / (4 ν)) + z sqrt(1 + c² / (2 ν)), with ν = n - 1 degrees of freedom and z the normal 80 %
/// quantile (the approximation of Johnson and Welch 1940).
/// </remarks>
static class DetectableDifference
{
    /// <summary>The share of cases.</summary>
    public const double Power = 0.8;

    /// <summary>The difference.</summary>
    /// <param name="deviation">The standard deviation of differences over seeds.</param>
    /// <param name="critical">The |t| that has to be exceeded.</param>
    /// <param name="seeds">2 or more.</param>
    /// <param name="margin">The mean difference that a claim needs besides.</param>
    public static double Of(double deviation, double critical, int seeds, double margin)
    {
        double freedom = seeds - 1, z = Normal.InvCDF(0, 1, Power), error = deviation / Math.Sqrt(seeds);
        double spread = Math.Sqrt(1 + (critical * critical / (2 * freedom)));
        double effect = (critical * (1 - (1 / (4 * freedom)))) + (z * spread);
        return Math.Max(deviation == 0 ? 0 : effect * error, margin + (z * error));
    }

    /// <summary>The critical |t| for another number of seeds, in proportion to Student's quantiles.</summary>
    public static double CriticalFor(double critical, int seeds, int others, double level) =>
        critical * Student(others, level) / Student(seeds, level);

    static double Student(int seeds, double level) => StudentT.InvCDF(0, 1, seeds - 1, 1 - (level / 2));

    /// <summary>A round number that is two and a half times as large: 20 for 8, 15 for 6.</summary>
    public static int MoreSeeds(int seeds)
    {
        double more = 2.5 * seeds;
        double unit = more < 40 ? 1 : more < 100 ? 5 : Math.Pow(10, Math.Floor(Math.Log10(more)) - 1);
        return (int)(Math.Ceiling(more / unit) * unit);
    }
}
