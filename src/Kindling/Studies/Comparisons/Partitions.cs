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

    /// <summary>Goes through all partitions of the members 0 to <paramref name="size"/> - 1.</summary>
    /// <returns>The same array every time, with the groups of each partition at its start.</returns>
    public static IEnumerable<ArraySegment<int>> Of(int size)
    {
        var groups = new int[size];
        return Place(0, 0);

        IEnumerable<ArraySegment<int>> Place(int member, int count)
        {
            if (member == size)
            {
                yield return new(groups, 0, count);
                yield break;
            }

            for (int g = 0; g <= count; g++)
            {
                groups[g] = g == count ? 1 << member : groups[g] | (1 << member);
                foreach (ArraySegment<int> partition in Place(member + 1, Math.Max(count, g + 1)))
                    yield return partition;
                groups[g] &= ~(1 << member);
            }
        }
    }
}
