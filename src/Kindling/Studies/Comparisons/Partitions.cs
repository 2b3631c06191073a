namespace Kindling.Studies;

/// <summary>All ways to deal a few initializers into groups. A group is a set of bits.</summary>
static class Partitions
{
    /// <summary>The number of partitions of a set: the Bell numbers 1, 1, 2, 5, 15, 52, 203, 877, 4140, ...</summary>
    /// <param name="size">The number of members, from 0 to 20.</param>
    public static long CountOf(int size)
    {
        long[] row = [1];
        for (int i = 0; i < size; i++)
        {
            var next = new long[row.Length + 1];
            next[0] = row[^1];
            for (int j = 0; j < row.Length; j++)
                next[j + 1] = next[j] + row[j];
            row = next;
        }

        return row[0];
    }

    /// <summary>Visits all partitions of the members 0 to <paramref name="size"/> - 1.</summary>
    /// <param name="size">The number of members.</param>
    /// <param name="visit">Takes the groups of a partition, which it must not keep.</param>
    public static void ForEach(int size, Action<ReadOnlySpan<int>> visit) => Place(0, 0, new int[size], visit);

    static void Place(int member, int count, int[] groups, Action<ReadOnlySpan<int>> visit)
    {
        if (member == groups.Length)
        {
            visit(groups.AsSpan(0, count));
            return;
        }

        int bit = 1 << member;
        for (int g = 0; g < count; g++)
        {
            groups[g] |= bit;
            Place(member + 1, count, groups, visit);
            groups[g] &= ~bit;
        }

        groups[count] = bit;
        Place(member + 1, count + 1, groups, visit);
    }
}
