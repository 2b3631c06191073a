using System.Globalization;

namespace Kindling.Studies;

/// <summary>Compares the loss of an equation on fresh points with that on the points it was solved at.</summary>
static class FreshLoss
{
    /// <summary>So many times the loss of the training points is far above it.</summary>
    const double Far = 100;

    /// <summary>A share of a constant's loss that is small: an error of a millionth of the solution's size.</summary>
    const double Small = 1e-12;

    /// <summary>The warning, or null.</summary>
    /// <param name="loss">On the training points.</param>
    /// <param name="fresh">On fresh points.</param>
    /// <param name="constant">On fresh points, of the best constant.</param>
    public static string? Warning(double loss, double fresh, double constant) =>
        !(fresh > Far * loss && fresh > Small * constant)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the loss on fresh points is {fresh:G3}, far above the {loss:G3} at the points that were trained on: ")
                + "the equation or a condition is not met between them; more points (--points) or redrawn ones "
                + "(--sampling sobol --redraw) would help";
}
