namespace Kindling.Studies;

/// <summary>The k-th largest of many values, without sorting them all (Hoare 1961).</summary>
static class OrderStatistic
{
    /// <summary>The value that exactly <paramref name="above"/> values stand above, ties apart.</summary>
    /// <param name="values">Reordered. No NaN.</param>
    /// <param name="above">From 0 (the largest) to the number of values - 1 (the smallest).</param>
    public static float Largest(Span<float> values, int above)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            float pivot = values[low + ((high - low) / 2)];
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] > pivot)
                    i++;
                while (values[j] < pivot)
                    j--;
                if (i > j)
                    break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }

            if (above <= j)
                high = j;
            else if (above >= i)
                low = i;
            else
                break;
        }

        return values[above];
    }
}
