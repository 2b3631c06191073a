namespace Kindling.Studies;

/// <summary>The closed test of all pairs over the partitions of the initializers into groups of equals.</summary>
/// <remarks>
/// <para>
/// Two initializers differ if every partition with both in one group is rejected at the level (Marcus, Peritz and
/// Gabriel 1976). Whatever the truth, it is one of the partitions, and a false claim needs that one's rejection: so all
/// claims together are wrong in at most a share <c>level</c> of cases.
/// </para>
/// <para>
/// The statistic of a partition is the largest weighted <see cref="GroupStatistics"/> of its groups, and flips of the
/// signs of seeds make its null distribution. The group with the lowest mean error counts most
/// (<see cref="LowerWeight"/>), and so does a group whose members differ much (<see cref="EnergyExponent"/>); flips
/// change neither.
/// </para>
/// </remarks>
sealed class ClosedTest
{
    /// <summary>The weight of groups other than the one with the lowest errors.</summary>
    const double LowerWeight = 0.7;

    /// <summary>Weights are energies to this power.</summary>
    const double EnergyExponent = 0.3;

    readonly GroupStatistics _groups;
    readonly double _widening;
    readonly double _level;
    readonly double[] _p;
    readonly double[] _critical;
    readonly float[] _largest;

    ClosedTest(FlippedPairs pairs, double widening, double level)
    {
        _groups = new GroupStatistics(pairs);
        (_widening, _level) = (widening, level);
        _p = new double[pairs.Differences.Length];
        _critical = new double[pairs.Differences.Length];
        _largest = new float[pairs.Flips];
    }

    /// <summary>Tests all pairs.</summary>
    /// <inheritdoc cref="PairTest.Of"/>
    public static PairTest Of(FlippedPairs pairs, double widening, double level)
    {
        var test = new ClosedTest(pairs, widening, level);
        var groups = new List<int>();
        Partitions.ForEach(pairs.Count, partition =>
        {
            groups.Clear();
            foreach (int group in partition)
            {
                if (!int.IsPow2(group))
                    groups.Add(group);
            }

            if (groups.Count > 0)
                test.Add([.. groups]);
        });
        return new(test._p, test._critical);
    }

    float[] WeightsOf(int[] groups)
    {
        int top = groups[0];
        double most = 0;
        foreach (int group in groups)
        {
            top = _groups.MeanOf(group) < _groups.MeanOf(top) ? group : top;
            most = Math.Max(most, _groups.EnergyOf(group));
        }

        var weights = new float[groups.Length];
        for (int g = 0; g < groups.Length; g++)
        {
            double energy = most > 0 ? Math.Pow(_groups.EnergyOf(groups[g]) / most, EnergyExponent) : 1;
            weights[g] = (float)(groups[g] == top ? energy : LowerWeight * energy);
        }

        return weights;
    }

    /// <summary>Adds a partition: a pair's p-value is the largest of those of the partitions that join it.</summary>
    void Add(int[] groups)
    {
        float[] weights = WeightsOf(groups);
        Array.Clear(_largest);
        for (int g = 0; g < groups.Length; g++)
        {
            float[] sizes = _groups.SizesOf(groups[g]);
            float weight = weights[g];
            for (int f = 0; f < sizes.Length; f++)
                _largest[f] = Math.Max(_largest[f], weight * sizes[f]);
        }

        double p = PairTest.ShareAsLarge(_largest, _widening);
        foreach (int group in groups)
        {
            foreach (int place in _groups.PairsOf(group))
                _p[place] = Math.Max(_p[place], p);
        }

        RaiseCriticals(groups, weights);
    }

    /// <summary>
    /// A pair that is a group of its own has to exceed the partition's critical value, unless another group does.
    /// </summary>
    void RaiseCriticals(int[] groups, float[] weights)
    {
        if (!groups.Any(IsPair))
            return;
        double critical = PairTest.CriticalOf(_largest, _widening, _level);
        for (int g = 0; g < groups.Length; g++)
        {
            if (!IsPair(groups[g]) || weights[g] == 0 || IsRejectedByAnother(g))
                continue;
            int place = _groups.PairsOf(groups[g])[0];
            _critical[place] = Math.Max(_critical[place], critical / weights[g]);
        }

        bool IsRejectedByAnother(int g)
        {
            for (int h = 0; h < groups.Length; h++)
            {
                if (h != g && weights[h] * _groups.SizesOf(groups[h])[0] > critical)
                    return true;
            }

            return false;
        }
    }

    static bool IsPair(int group) => int.PopCount(group) == 2;
}
