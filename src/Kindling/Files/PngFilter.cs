namespace Kindling.Files;

/// <summary>The five filters of PNG rows (ISO/IEC 15948, section 9): each predicts a byte from its neighbors.</summary>
internal static class PngFilter
{
    /// <summary>The number of filters.</summary>
    public const int Count = 5;

    /// <summary>Takes a filter back in place.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 mean, 4 Paeth.</param>
    /// <param name="row">The filtered row.</param>
    /// <param name="above">The row above, unfiltered; zeros at the top of a pass.</param>
    /// <param name="step">Bytes of a pixel.</param>
    /// <returns>False if there is no such filter.</returns>
    public static bool Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        if (filter is < 0 or >= Count)
            return false;
        for (int i = 0; i < row.Length; i++)
            row[i] += Prediction(filter, row, above, i, step);
        return true;
    }

    /// <summary>Filters a row: what is left after the prediction.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> rest)
    {
        for (int i = 0; i < row.Length; i++)
            rest[i] = (byte)(row[i] - Prediction(filter, row, above, i, step));
    }

    static byte Prediction(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int i, int step)
    {
        int left = i < step ? 0 : row[i - step], up = above[i], corner = i < step ? 0 : above[i - step];
        return filter switch
        {
            1 => (byte)left,
            2 => (byte)up,
            3 => (byte)((left + up) / 2),
            4 => (byte)Paeth(left, up, corner),
            _ => 0,
        };
    }

    /// <summary>The neighbor that is nearest to left + up - corner; in ties left, then up.</summary>
    static int Paeth(int left, int up, int corner)
    {
        int fromLeft = Math.Abs(up - corner), fromUp = Math.Abs(left - corner);
        int fromCorner = Math.Abs(left + up - (2 * corner));
        return fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner;
    }
}
