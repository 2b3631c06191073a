using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kindling.Diagnostics;
using Kindling.LinearAlgebra;
using Kindling.Reports;
using Kindling.Studies;
using Kindling.Training;

namespace Kindling.Tests.Reports;

public class ReportPartsTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.012345, "0.0123")]
    [InlineData(0.0999999, "0.100")]
    [InlineData(1.0, "1.00")]
    [InlineData(-4.567, "-4.57")]
    [InlineData(99.96, "100")]
    [InlineData(1234.4, "1230")]
    [InlineData(12345.0, "12,300")]
    [InlineData(1.2345e-7, "1.23e-7")]
    [InlineData(9.999e9, "1.00e10")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Numbers_have_three_significant_digits(double value, string text) =>
        Assert.Equal(text, NumberText.Short(value));

    [Theory]
    [InlineData(0.01, "0.01")]
    [InlineData(3.0, "3")]
    [InlineData(100.0, "100")]
    [InlineData(1e-5, "1e-5")]
    [InlineData(0.00056, "0.00056")]
    public void Settings_have_no_zeros_at_the_end(double value, string text) =>
        Assert.Equal(text, NumberText.Setting(value));

    [Theory]
    [InlineData(2e-5, "20.0 µs")]
    [InlineData(0.85, "850 ms")]
    [InlineData(1.2, "1.20 s")]
    [InlineData(125.4, "2 min 5 s")]
    [InlineData(7300.0, "2 h 1 min")]
    public void Times_have_the_unit_that_fits(double seconds, string text) =>
        Assert.Equal(text, NumberText.Seconds(seconds));

    [Fact]
    public void Holes_of_a_specification_cannot_change_its_structure()
    {
        const string Nasty = "\"}, \"mark\": \"bar\", </script> \\ \n";
        JsonObject spec = VegaLite.Spec(
            $$"""
            { "title": {{Nasty}}, "width": {{3}}, "height": {{double.NaN}}, "clip": {{true}},
              "data": {{(JsonNode?)null}} }
            """);
        Assert.Equal(Nasty, (string?)spec["title"]);
        Assert.Equal(["$schema", "title", "width", "height", "clip", "data"], spec.Select(p => p.Key));
        Assert.Null(spec["height"]);
        Assert.DoesNotContain("</script>", spec.ToJsonString(), StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => VegaLite.Part($$"""{ "width": """));
    }

    [Fact]
    public void A_page_refuses_two_figures_of_one_name()
    {
        var figure = new Figure("errors", "Errors", "How to read it.", VegaLite.Spec($$"""{ "mark": "bar" }"""));
        HtmlPage page = new HtmlPage("Title").Add(figure);
        Assert.Throws<ArgumentException>(() => page.Add(figure));
    }

    [Fact]
    public void A_row_has_one_cell_for_each_column()
    {
        var table = new Table("Numbers.", new Column("a"), new Column("b"));
        table.AddRow(false, Cell.Number(1), Cell.Number(2));
        Assert.Throws<ArgumentException>(() => table.AddRow(false, Cell.Number(1)));
        Assert.Throws<ArgumentException>(() => new Table("Nothing."));
    }

    [Fact]
    public void A_standalone_figure_carries_title_and_caption_and_leaves_the_original_alone()
    {
        var figure = new Figure("errors", "Errors", "How to read it.", VegaLite.Spec($$"""{ "mark": "bar" }"""));
        JsonNode file = JsonNode.Parse(figure.ToStandaloneJson())!;
        Assert.Equal("Errors", (string?)file["title"]);
        Assert.Equal("How to read it.", (string?)file["description"]);
        Assert.Null(figure.Spec["title"]);
    }

    [Fact]
    public void Colors_differ_for_the_first_eight_schemes_and_lines_for_all()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => "s" + i)];
        var palette = new SchemePalette(names);
        Assert.Equal(8, names.Take(8).Select(palette.Color).Distinct().Count());
        JsonArray dashes = palette.DashScale()["range"]!.AsArray();
        Assert.Equal(20, names.Zip(dashes, (n, d) => palette.Color(n) + d!.ToJsonString()).Distinct().Count());
    }

    [Fact]
    public void Quantiles_interpolate_and_a_diverged_run_counts_as_infinite()
    {
        Assert.Equal(2.5, SampleQuantiles.Finite([4, 1, 3, 2], 0.5));
        Assert.Equal(1.3, SampleQuantiles.Finite([4, 1, 3, 2], 0.1)!.Value, 12);
        Assert.Equal(2, SampleQuantiles.Finite([1, 2, null], 0.5));
        Assert.Null(SampleQuantiles.Finite([1, 2, double.NaN], 0.9));
        Assert.Null(SampleQuantiles.Finite([], 0.5));
    }

    [Fact]
    public void Bands_leave_out_steps_that_few_runs_recorded()
    {
        static RunDocument Run(long seed, params long[] steps) => new(
            "he", seed, "finished", 1, 1, 1, 0.1, false, [.. steps.Select(s => new CurvePoint(s, 1, 1, seed))]);
        RunDocument[] runs = [Run(1, 0, 10, 17), Run(2, 0, 10), Run(3, 0, 10)];
        CurveBand[] bands = [.. CurveBand.Over(runs, row => row.TestError)];
        Assert.Equal([0L, 10L], bands.Select(b => b.Step));
        Assert.All(bands, b => Assert.Equal(2, b.Median));
    }

    [Fact]
    public void Maps_of_units_are_square_and_their_cells_reach_over_the_seams_to_the_next()
    {
        var maps = new UnitMaps([0], 2, [new Matrix<double>(2, 2)]);
        JsonObject spec = KernelFigures.Maps("go", maps).Spec;
        Assert.True((bool)spec["usermeta"]!["square"]!);
        Assert.Equal("top", (string?)spec["spec"]!["encoding"]!["color"]!["legend"]!["orient"]);
        double step = UnitMaps.Place(1) - UnitMaps.Place(0);
        string[] ends = [.. spec["transform"]!.AsArray().Select(t => (string)t!["calculate"]!)];
        Assert.Equal(4, ends.Length);
        double[] offsets =
            [.. ends.Select(e => double.Parse(e.Split(" + ")[1], CultureInfo.InvariantCulture) / step)];
        Assert.Equal(2, offsets.Count(o => Math.Abs(o + 0.5) < 1e-12));
        Assert.Equal(2, offsets.Count(o => o is > 0.55 and < 1)); // Under a pixel would show as a line.
    }
}
