using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Sampling;

namespace Kindling.Problems;

/// <summary>
/// A picture that comes with the library: a city at dusk, with edges, textures and smooth parts at every scale.
/// </summary>
/// <remarks>It is computed, so it is free to use and looks the same at every size. It stands in for the city of the
/// paper, which was not released.</remarks>
public static class CityImage
{
    const double Horizon = 0.68;
    const double SunX = 0.62, SunY = 0.17;
    const int Fineness = 3;

    /// <summary>The picture.</summary>
    /// <param name="size">Pixels of a side, 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public static Image Create(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        int fine = size * Fineness;
        Building[] buildings = Buildings();
        var pixels = new Matrix<double>(fine * fine, 3);
        for (int y = 0; y < fine; y++)
        {
            for (int x = 0; x < fine; x++)
                Color(buildings, (x + 0.5) / fine, (y + 0.5) / fine).CopyTo(pixels.Row((y * fine) + x));
        }

        return new Image(fine, fine, pixels).Shrunk(size);
    }

    static Building[] Buildings()
    {
        RandomStream stream = RandomStream.Create(1, "city");
        var buildings = new List<Building>();
        for (int row = 0; row < 2; row++)
        {
            for (double left = -0.03; left < 1;)
            {
                double width = 0.10 + (0.08 * stream.NextDouble());
                double height = row == 0 ? 0.15 + (0.38 * stream.NextDouble()) : 0.06 + (0.18 * stream.NextDouble());
                double tone = (row == 0 ? 0.40 : 0.20) + (0.15 * stream.NextDouble());
                buildings.Add(new(left, width, height, tone, stream.NextDouble(), buildings.Count));
                left += width + (0.05 * stream.NextDouble());
            }
        }

        return [.. buildings];
    }

    /// <summary>Below the horizon the city is mirrored, with ripples that grow towards the viewer.</summary>
    static double[] Color(Building[] buildings, double x, double y)
    {
        if (y <= Horizon)
            return Scene(buildings, x, y);
        double depth = y - Horizon;
        double ripple = Math.Sin(260 * Math.Sqrt(depth + 0.004)) * (0.003 + (0.04 * depth));
        double[] color = Scene(buildings, x + ripple, Math.Max(0, Horizon - (1.6 * depth) + ripple));
        double shine = 0.62 + (0.12 * Math.Sin((300 * Math.Sqrt(depth + 0.004)) + (9 * x)));
        return [shine * color[0], shine * color[1], (shine * color[2]) + 0.06];
    }

    static double[] Scene(Building[] buildings, double x, double y)
    {
        for (int i = buildings.Length - 1; i >= 0; i--)
        {
            if (buildings[i].Covers(x, y))
                return buildings[i].Color(x, y);
        }

        double up = y / Horizon;
        double glow = Math.Exp(-20 * (((x - SunX) * (x - SunX)) + ((y - SunY) * (y - SunY))));
        double sun = Math.Sqrt(((x - SunX) * (x - SunX)) + ((y - SunY) * (y - SunY))) < 0.08 ? 0.35 : 0;
        double cloud = 0.05 * Math.Sin((14 * x) + (4 * Math.Sin(23 * y))) * Math.Sin(41 * y);
        return
        [
            Math.Clamp(0.20 + (0.75 * up * up) + (0.45 * glow) + sun + cloud, 0, 1),
            Math.Clamp(0.30 + (0.32 * up) + (0.35 * glow) + sun + cloud, 0, 1),
            Math.Clamp(0.58 - (0.12 * up) + (0.10 * glow) + sun + cloud, 0, 1),
        ];
    }

    sealed record Building(double Left, double Width, double Height, double Tone, double Tint, int Number)
    {
        const double Pane = 0.033, Floor = 0.05;

        public bool Covers(double x, double y) =>
            x >= Left && x < Left + Width && y >= Horizon - Height && y <= Horizon;

        public double[] Color(double x, double y)
        {
            double across = (x - Left) / Pane, down = (y - Horizon + Height) / Floor;
            int column = (int)across, floor = (int)down;
            bool isWindow = across - column is > 0.25 and < 0.75 && down - floor is > 0.3 and < 0.75
                && (column + 1) * Pane < Width;
            double light = (x - Left) / Width < 0.5 ? 1.15 : 0.85;
            if (!isWindow)
                return [Tone * light, Tone * light * (0.85 + (0.15 * Tint)), Tone * light * (1.25 - (0.3 * Tint))];
            uint chance = (uint)((column * 374761393) + (floor * 668265263) + (Number * 974634777));
            chance = (chance ^ (chance >> 13)) * 1274126177;
            return (chance >> 16) % 100 < 45 ? [0.98, 0.85, 0.45 + (0.3 * Tint)] : [0.10, 0.12, 0.20];
        }
    }
}
