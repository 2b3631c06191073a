using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>Cuts the units of a layer into blocks of fixed size, the unit of work and of random streams.</summary>
/// <remarks>
/// The cut depends on the layer's shape alone, so the numbers drawn do not depend on the number of threads.
/// </remarks>
internal static class RowBlocks
{
    /// <summary>Elements of a block: 64 KiB of floats, so that a second pass over a block finds it in cache.</summary>
    const int Elements = 16384;

    /// <summary>How many units a block holds; the last one may hold fewer.</summary>
    public static int RowsPerBlock(int fanIn) => Math.Max(1, Elements / fanIn);

    /// <summary>Runs <paramref name="body"/> for every block, on the threads of a context.</summary>
    /// <param name="rows">Units.</param>
    /// <param name="fanIn">Entries a unit.</param>
    /// <param name="context">Has threads at hand, or says how many to take.</param>
    /// <param name="body">Gets the index of the block, its first unit and its number of units.</param>
    public static void ForEach(int rows, int fanIn, InitializationContext context, Action<int, int, int> body)
    {
        int size = RowsPerBlock(fanIn), threads = context.Threads;
        int blocks = (rows + size - 1) / size;
        if (context.Sharing is WorkSharing sharing)
        {
            sharing.Run(blocks, Run);
            return;
        }

        if (threads == 1 || blocks == 1)
        {
            for (int block = 0; block < blocks; block++)
                Run(block);
            return;
        }

        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, Run);

        void Run(int block) => body(block, block * size, Math.Min(size, rows - (block * size)));
    }
}
