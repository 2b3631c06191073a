using Kindling.Training;

namespace Kindling.Studies;

/// <summary>The learning rates that a race may try: half a decade apart, rounded to two digits.</summary>
/// <remarks>
/// The first five lie around a center, half a decade above the optimizer's default rate (at the default for SGD).
/// Bounds cut the grid. Where fewer than three of its rates are left, it has quarter decades too; where those are
/// fewer, its rates are the bounds and their geometric mean.
/// </remarks>
internal sealed class RateGrid
{
    const int HalfDecade = 2;
    const int Reach = 2;
    const int Fewest = 3;

    readonly double[] _rates;

    RateGrid(double[] rates, double[] start, bool canGrow) => (_rates, Start, CanGrow) = (rates, start, canGrow);

    /// <summary>The rates of the first rung, ascending.</summary>
    public IReadOnlyList<double> Start { get; }

    /// <summary>Whether rates may join.</summary>
    public bool CanGrow { get; }

    /// <summary>The grid of a choice; a single rate where it is fixed, or the optimizer has none.</summary>
    public static RateGrid Of(RateChoice choice, OptimizerKind optimizer)
    {
        if (choice.Fixed is double rate)
            return Single(rate);
        if (optimizer == OptimizerKind.Lbfgs)
            return Single(LearningRates.Default(optimizer)); // Its line search makes the steps.
        int center = Center(optimizer);
        if (choice.Low == 0 && double.IsInfinity(choice.High))
        {
            int most = Reach + RateRace.MostGrowth;
            return new(Places(center, most), Places(center, Reach), true);
        }

        double[] inside = Inside(choice, HalfDecade, center);
        if (inside.Length < Fewest)
            inside = Inside(choice, 1, center);
        if (inside.Length < Fewest)
            inside = [choice.Low, Math.Sqrt(choice.Low * choice.High), choice.High];
        return new(inside, Nearest(inside, LearningRates.AtPlace(center)), true);
    }

    /// <summary>The next smaller rate, or null.</summary>
    public double? Below(double rate) => _rates.Where(r => r < rate).Select(r => (double?)r).LastOrDefault();

    /// <summary>The next larger rate, or null.</summary>
    public double? Above(double rate) => _rates.Where(r => r > rate).Select(r => (double?)r).FirstOrDefault();

    static RateGrid Single(double rate) => new([rate], [rate], false);

    static int Center(OptimizerKind optimizer) =>
        LearningRates.PlaceOfDefault(optimizer) + (optimizer == OptimizerKind.Sgd ? 0 : HalfDecade);

    static double[] Places(int center, int reach) =>
        [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(i => LearningRates.AtPlace(center + (HalfDecade * i)))];

    static double[] Inside(RateChoice choice, int stride, int center)
    {
        const int Widest = 240; // quarter decades: more than a double holds
        return [.. Enumerable.Range(-Widest, (2 * Widest) + 1).Select(i => center + (stride * i))
            .Select(LearningRates.AtPlace).Where(r => r >= choice.Low && r <= choice.High)];
    }

    /// <summary>The five rates nearest to the center, ascending.</summary>
    static double[] Nearest(double[] rates, double center) =>
        [.. rates.OrderBy(r => Math.Abs(Math.Log(r / center))).ThenBy(r => r).Take((2 * Reach) + 1).Order()];
}
