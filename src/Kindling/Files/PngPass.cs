namespace Kindling.Files;

/// <summary>One pass over a PNG picture: a grid of its pixels (ISO/IEC 15948, section 8).</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="StepX">From one column of the pass to the next.</param>
/// <param name="StepY">From one row of the pass to the next.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY, int Width, int Height)
{
    static readonly (int Left, int Top, int StepX, int StepY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The passes of a picture in the order of the file; those without pixels are not in it.</summary>
    public static PngPass[] Of(PngHeader header) => header.IsInterlaced
        ? [.. s_adam7.Select(p => new PngPass(
            p.Left, p.Top, p.StepX, p.StepY,
            Count(header.Width, p.Left, p.StepX), Count(header.Height, p.Top, p.StepY)))
            .Where(p => p.Width > 0 && p.Height > 0)]
        : [new PngPass(0, 0, 1, 1, header.Width, header.Height)];

    static int Count(int size, int first, int step) => (size - first + step - 1) / step;
}
