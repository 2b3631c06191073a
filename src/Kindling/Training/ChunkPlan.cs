namespace Kindling.Training;

/// <summary>
/// How the rows of a step are cut: into chunks, each with a gradient of its own, and these into blocks.
/// </summary>
/// <remarks>
/// Chunks are what threads share; their gradients are added in chunk order. The cut depends on the sizes alone, so the
/// number of threads never changes a bit. Blocks go depth-first through all layers, so that what the way forward leaves
/// behind is still in cache on the way back.
/// </remarks>
internal static class ChunkPlan
{
    /// <summary>The most rows of a chunk that goes forth and back at once.</summary>
    public const int MostRows = 128;

    /// <summary>
    /// Rows of a chunk, for a multiple of four chunks: equal shares for threads, unless they were tiny.
    /// </summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="parameters">Elements of a gradient: many of them allow few chunks.</param>
    /// <param name="mostRows">The most rows of a chunk, if there may be as many chunks as that makes.</param>
    public static int ChunkRows(int rows, int parameters, int mostRows = MostRows)
    {
        int mostChunks = Math.Clamp((4 << 20) / Math.Max(1, parameters), parameters <= 16 << 20 ? 4 : 2, 64);
        int wanted = Math.Max(16, DivideUp(rows, 4 * DivideUp(rows, 4 * mostRows)));
        int chunk = Math.Max(wanted, DivideUp(rows, mostChunks));
        return Math.Min((chunk + 7) / 8 * 8, Math.Max(1, rows));
    }

    /// <summary>The most rows of a chunk that waits for a solve between forth and back.</summary>
    /// <remarks>
    /// Its activations leave the cache anyway, so it is long: fewer gradients, longer sums. Two layers' deltas must
    /// stay in the cache.
    /// </remarks>
    /// <param name="bytesPerRow">Of a delta of the widest layer, all streams.</param>
    public static int WaitingRows(int bytesPerRow) => Math.Clamp((256 << 10) / Math.Max(1, bytesPerRow), MostRows, 256);

    /// <summary>Rows of a block within a chunk.</summary>
    /// <param name="chunkRows">Rows of the chunk.</param>
    /// <param name="bytesPerRow">What a pass keeps for one row, all streams.</param>
    /// <param name="width">The widest layer.</param>
    public static int BlockRows(int chunkRows, int bytesPerRow, int width)
    {
        const int CacheBytes = 512 << 10;
        int least = width >= 128 ? 256 : 64;
        int fitting = CacheBytes / Math.Max(1, bytesPerRow) / 8 * 8;
        return Math.Min(chunkRows, Math.Max(least, fitting));
    }

    static int DivideUp(int rows, int parts) => (rows + parts - 1) / parts;
}
