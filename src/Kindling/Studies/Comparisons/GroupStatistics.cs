namespace Kindling.Studies;

/// <summary>What speaks against the equality of a group of initializers, for each flip of the seeds' signs.</summary>
/// <remarks>
/// Of a pair it is |t|. Of a larger group it is |t| along the <see cref="PrincipalContrast"/> of the group, or
/// <see cref="PairWeight"/> times the largest |t| of a pair of the group, if that is more: the first finds what sets
/// several initializers apart from the others, the second is for errors with wild outliers.
/// </remarks>
sealed class GroupStatistics(FlippedPairs pairs)
{
    /// <summary>The weight of a pair's |t| in a larger group.</summary>
    const float PairWeight = 0.7f;

    readonly float[]?[] _sizes = new float[1 << pairs.Count][];
    readonly double[] _energies = new double[1 << pairs.Count];
    readonly double[] _means = new double[1 << pairs.Count];
    readonly int[]?[] _places = new int[1 << pairs.Count][];

    /// <summary>The places of the pairs within a group.</summary>
    public int[] PairsOf(int group) => _places[group] ??= [.. PairsAmong(MembersOf(group))];

    /// <summary>
    /// The mean log error of a group, relative to that of the first initializer; a flip within the group leaves it as
    /// it is.
    /// </summary>
    public double MeanOf(int group)
    {
        _ = SizesOf(group);
        return _means[group];
    }

    /// <summary>
    /// The sum of squares along the contrast, less the larger the group by what noise alone makes of the largest of
    /// its directions (Marchenko and Pastur 1967); a flip leaves it as it is.
    /// </summary>
    public double EnergyOf(int group)
    {
        _ = SizesOf(group);
        return _energies[group];
    }

    /// <summary>The statistic for each flip; the first is the observed one.</summary>
    /// <param name="group">Two members or more.</param>
    public float[] SizesOf(int group) => _sizes[group] ??= Compute(group);

    float[] Compute(int group)
    {
        int[] members = MembersOf(group);
        double[] contrast = PrincipalContrast.Of([.. members.Select(m => Relative(pairs, m))]);
        var values = new double[pairs.Seeds];
        var sums = new double[pairs.Flips];
        for (int k = 0; k < members.Length; k++)
        {
            if (members[k] == 0)
                continue;
            int pair = FlippedPairs.PlaceOf(0, members[k]);
            Add(values, contrast[k], pairs.Differences[pair]);
            Add(sums, contrast[k], pairs.SumsOf(pair));
        }

        _means[group] = members.Average(m => Relative(pairs, m).Average());
        _energies[group] = values.Sum(v => v * v) / Math.Pow(1 + Math.Sqrt((members.Length - 2.0) / pairs.Seeds), 2);
        if (members.Length == 2)
            return pairs.SizesOf(FlippedPairs.PlaceOf(members[0], members[1]));
        float[] sizes = FlippedPairs.SizesOf(sums, values);
        foreach (int place in PairsOf(group))
        {
            float[] pair = pairs.SizesOf(place);
            for (int f = 0; f < sizes.Length; f++)
                sizes[f] = Math.Max(sizes[f], PairWeight * pair[f]);
        }

        return sizes;
    }

    static int[] MembersOf(int group) => [.. Enumerable.Range(0, 31).Where(m => (group >> m & 1) == 1)];

    static IEnumerable<int> PairsAmong(int[] members) =>
        FlippedPairs.Pairs(members.Length).Select(p => FlippedPairs.PlaceOf(members[p.First], members[p.Second]));

    static void Add(double[] to, double weight, double[] values)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] += weight * values[i];
    }

    /// <summary>Log errors relative to those of the first initializer, which no difference changes.</summary>
    static double[] Relative(FlippedPairs pairs, int member) =>
        member == 0 ? new double[pairs.Seeds] : pairs.Differences[FlippedPairs.PlaceOf(0, member)];
}
