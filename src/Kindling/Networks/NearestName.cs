namespace Kindling.Networks;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>The message for a name that is not in a registry, with the nearest one where one is near.</summary>
    /// <param name="kind">What is named, e.g. <c>activation</c>.</param>
    /// <param name="name">What was given.</param>
    /// <param name="known">All names.</param>
    /// <returns>E.g. <c>unknown initializer 'glorto'; did you mean 'glorot'? Known: box, glorot, he.</c></returns>
    public static string Unknown(string kind, string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string? nearest = Find(name, names);
        string hint = nearest is null ? "." : $"; did you mean '{nearest}'?";
        return $"unknown {kind} '{name}'{hint} Known: {string.Join(", ", names)}.";
    }

    /// <summary>
    /// The name at the smallest edit distance, the first of equals, ignoring case; null if even that one differs in
    /// more than a third of its letters (and in more than one), or in all of them.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string? nearest = null;
        int smallest = int.MaxValue;
        foreach (string candidate in known)
        {
            int distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < smallest)
                (nearest, smallest) = (candidate, distance);
        }

        int length = Math.Max(name.Length, nearest?.Length ?? 0);
        return smallest < length && smallest <= Math.Max(1, length / 3) ? nearest : null;
    }

    /// <summary>
    /// The number of letters to insert, delete, replace or swap with a neighbor to get from one to the other.
    /// </summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replace, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
