using Kindling.Training;

namespace Kindling.Studies;

/// <summary>One learning rate in a race: how far it has come, and its score there.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Step">Steps made.</param>
/// <param name="Score">What counts, smaller is better: the lowest validation loss so far, or that at
/// <paramref name="Step"/>; infinite for a run that diverged.</param>
/// <param name="IsDiverged">Whether the run ended before its time.</param>
public sealed record RaceArm(double Rate, long Step, double Score, bool IsDiverged);

/// <summary>Part of a run that a race asks for.</summary>
/// <param name="Rate">The learning rate: a new arm, or one that goes on.</param>
/// <param name="To">The step to run to.</param>
public sealed record RaceLeg(double Rate, long To);

/// <summary>
/// Finds the learning rate of one run: rates start together, and the better ones go on, rung by rung, to the end.
/// </summary>
/// <remarks>
/// <para>
/// Five rates half a decade apart run to a tenth of the steps, three go on to a quarter and to a half, two to the end,
/// and the one with the lowest score wins. While the best rate of a rung is at an end of those tried, the next rate
/// beyond it joins, at most <see cref="MostGrowth"/> times. On the way to a half the rate between the best and the
/// better of its neighbors joins: where the optimum is narrow, half a decade is too coarse.
/// </para>
/// <para>
/// A rung at which no rate is clearly better than a constant output drops only what diverges: the others have not begun
/// to learn, and an order among them would be noise.
/// </para>
/// <para>
/// The race decides and does not train: it is told scores and says who goes on. Equal scores give equal decisions. How
/// it was chosen: docs/comparing.md.
/// </para>
/// </remarks>
public sealed class RateRace
{
    /// <summary>How often a rate beyond the ends may join.</summary>
    public const int MostGrowth = 3;

    /// <summary>Shares of the steps at which rates are dropped.</summary>
    static readonly double[] s_shares = [0.1, 0.25, 0.5, 1];

    /// <summary>The rung after which the rate between the two best joins.</summary>
    const int RefiningRung = 1;

    /// <summary>Rates that go on from each rung.</summary>
    static readonly int[] s_survivors = [3, 3, 2, 1];

    readonly RateGrid _grid;
    readonly long[] _rungs;
    readonly Func<double, bool> _isLearned;
    readonly SortedDictionary<double, RaceArm> _arms = [];
    List<double> _running;
    int _rung;
    int _growth;

    /// <summary>Prepares a race.</summary>
    /// <param name="grid">The rates that may be tried.</param>
    /// <param name="steps">Steps of a whole run, 0 or more.</param>
    /// <param name="isLearned">Whether a score is clearly better than a constant output's.</param>
    internal RateRace(RateGrid grid, long steps, Func<double, bool> isLearned)
    {
        (_grid, _isLearned) = (grid, isLearned);
        _rungs = Rungs(steps);
        _running = [.. steps == 0 ? grid.Start.Take(1) : grid.Start];
        if (_running.Count == 1 && !grid.CanGrow)
            _rung = _rungs.Length - 1;
    }

    /// <summary>All arms so far, by rising rate.</summary>
    public IReadOnlyList<RaceArm> Arms => [.. _arms.Values];

    /// <summary>The rate that won; among equal scores the smallest. NaN before any arm has run.</summary>
    public double Winner => Ranked(_arms.Values.Where(a => a.Step >= _rungs[^1] || a.IsDiverged))
        .Concat(Ranked(_arms.Values)).FirstOrDefault()?.Rate ?? double.NaN;

    /// <summary>The steps at which rates are dropped, the last step included.</summary>
    public static long[] Rungs(long steps) =>
        [.. s_shares.Select(s => Math.Min(steps, (long)Math.Ceiling(s * steps))).Distinct()];

    /// <summary>Steps that a run makes over all its rates, without growth: 3.2 times those of one rate.</summary>
    internal static double StepsOf(RateChoice choice, OptimizerKind optimizer, long steps) =>
        Legs(choice, optimizer, steps).Sum(leg => (double)leg.Arms * (leg.To - leg.From));

    /// <summary>Points of all curves of a run together, without growth.</summary>
    internal static double EvaluationsOf(RateChoice choice, OptimizerKind optimizer, TrainingOptions options)
    {
        IReadOnlyList<long> curve =
            CurveSchedule.Steps(options.Steps, options.CurvePointsPerDecade, options.CurveMarks);
        return Legs(choice, optimizer, options.Steps)
            .Sum(leg => (double)leg.Arms * curve.Count(p => p <= leg.To && (p > leg.From || leg.From == 0)));
    }

    static IEnumerable<(int Arms, long From, long To)> Legs(RateChoice choice, OptimizerKind optimizer, long steps)
    {
        var grid = RateGrid.Of(choice, optimizer);
        if (!grid.CanGrow || steps == 0)
            return [(1, 0, steps)];
        long[] rungs = Rungs(steps);
        var legs = rungs.Select((rung, i) => (
            i == 0 ? grid.Start.Count : Math.Min(grid.Start.Count, s_survivors[i - 1]),
            i == 0 ? 0 : rungs[i - 1],
            rung));
        return rungs.Length == s_shares.Length ? legs.Append((1, 0, rungs[RefiningRung + 1])) : legs;
    }

    /// <summary>What is to be run next; empty when the race is over.</summary>
    public IReadOnlyList<RaceLeg> Next() => [.. _running
        .Where(r => !_arms.TryGetValue(r, out RaceArm? arm) || (!arm.IsDiverged && arm.Step < _rungs[_rung]))
        .Select(r => new RaceLeg(r, _rungs[_rung]))];

    /// <summary>Tells the race what its legs gave, all of them at once.</summary>
    public void Report(IEnumerable<RaceArm> arms)
    {
        ArgumentNullException.ThrowIfNull(arms);
        foreach (RaceArm arm in arms)
            _arms[arm.Rate] = arm;
        if (_rung == _rungs.Length - 1)
            return;
        if (Beyond() is double rate)
        {
            _growth++;
            _running.Add(rate);
            return;
        }

        double? between = _rung == RefiningRung && _rungs.Length == s_shares.Length ? Between() : null;
        _running = [.. Survivors(), .. between is double joining ? [joining] : Array.Empty<double>()];
        _rung++;
    }

    RaceArm[] AtRung => [.. _running.Select(r => _arms[r])];

    /// <summary>
    /// The rate beyond the end at which the best one is; null where it is inside, or there is no more.
    /// </summary>
    double? Beyond()
    {
        if (_growth == MostGrowth)
            return null;
        RaceArm[] arms = AtRung;
        if (arms.All(a => a.IsDiverged))
            return _grid.Below(_arms.Keys.First());
        RaceArm best = Ranked(arms).First();
        return !_isLearned(best.Score) ? null
            : best.Rate == _arms.Keys.First() ? _grid.Below(best.Rate)
            : best.Rate == _arms.Keys.Last() ? _grid.Above(best.Rate)
            : null;
    }

    /// <summary>The rate between the best and the better of its neighbors that still run; null where none is.</summary>
    double? Between()
    {
        RaceArm[] alive = [.. Ranked(AtRung.Where(a => !a.IsDiverged))];
        if (alive.Length < 2 || !_isLearned(alive[0].Score))
            return null;
        double best = alive[0].Rate;
        double[] tried = [.. _arms.Keys];
        int place = Array.IndexOf(tried, best);
        RaceArm? neighbor = alive.Skip(1).FirstOrDefault(a => Math.Abs(Array.IndexOf(tried, a.Rate) - place) == 1);
        return neighbor is null
            ? null
            : LearningRates.Between(Math.Min(best, neighbor.Rate), Math.Max(best, neighbor.Rate));
    }

    IEnumerable<double> Survivors()
    {
        RaceArm[] alive = [.. Ranked(AtRung.Where(a => !a.IsDiverged))];
        bool anyLearned = alive.Length > 0 && _isLearned(alive[0].Score);
        return alive.Take(anyLearned ? s_survivors[_rung] : alive.Length).Select(a => a.Rate).Order();
    }

    static IEnumerable<RaceArm> Ranked(IEnumerable<RaceArm> arms) =>
        arms.OrderBy(a => a.IsDiverged).ThenBy(a => a.Score).ThenBy(a => a.Rate);
}
