using System.Globalization;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Learning rates a quarter of a decade apart, rounded to two digits, and each optimizer's default.</summary>
public static class LearningRates
{
    /// <summary>The quarter decades, rounded to two digits.</summary>
    static readonly double[] s_quarters = [1, 1.8, 3.2, 5.6];

    /// <summary>The rate that people begin with: 0.1 for sgd, 0.01 with momentum, 0.001 for the adaptive ones, 1 for
    /// lbfgs, whose line search makes the steps.</summary>
    public static double Default(OptimizerKind optimizer) => AtPlace(PlaceOfDefault(optimizer));

    /// <summary>Quarter decades of <see cref="Default"/>: 10^(place / 4).</summary>
    internal static int PlaceOfDefault(OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Sgd => -4,
        OptimizerKind.Lbfgs => 0,
        OptimizerKind.Momentum or OptimizerKind.Nesterov => -8,
        _ => -12,
    };

    /// <summary>
    /// The rate between two: the quarter decade where they are half a decade apart, else their geometric mean; null for
    /// rates that lie closer together.
    /// </summary>
    internal static double? Between(double low, double high)
    {
        const double Closest = 2.5;
        if (high / low < Closest)
            return null;
        int place = (int)Math.Round(4 * Math.Log10(low));
        return AtPlace(place) == low && AtPlace(place + 2) == high ? AtPlace(place + 1) : Math.Sqrt(low * high);
    }

    /// <summary>The rate of a place, in quarter decades.</summary>
    internal static double AtPlace(int place)
    {
        int decade = (int)Math.Floor(place / 4.0);
        return double.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{s_quarters[place - (4 * decade)]:R}e{decade}"),
            CultureInfo.InvariantCulture);
    }
}
