using Kindling.Reports;

namespace Kindling.Tests.Reports;

public class PlaneGridTests
{
    [Fact]
    public void A_grid_is_found_in_any_order_and_thinned_evenly()
    {
        double[][] points = [.. Enumerable.Range(0, 12 * 100).Select(i => new double[] { i % 12, 0.5 * (i / 12) })];
        PlaneGrid grid = PlaneGrid.Of(points, mostOnSide: 50)!;
        Assert.Equal(12, grid.First.Length);
        Assert.Equal(50, grid.Second.Length);
        Assert.Equal((1.0, 1.0), (grid.FirstStep, grid.SecondStep));
        Assert.Equal(
            grid.First.SelectMany(x => grid.Second.Select(y => (x, y))),
            grid.Points.Select(p => (points[p][0], points[p][1])));
    }

    [Fact]
    public void Scattered_points_and_repeated_points_are_no_grid()
    {
        Assert.Null(PlaneGrid.Of([[0, 0], [0.1, 1], [1, 0.2], [1.1, 1.2]], 41));
        Assert.Null(PlaneGrid.Of([[0, 0], [0, 1], [1, 0], [1, 0]], 41));
        Assert.Null(PlaneGrid.Of([[0, 0], [0, 1]], 41));
    }
}
