using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kindling.Reports;

namespace Kindling.Tests.Reports;

public sealed partial class StudyReportTests
{
    [Fact]
    public void Finished_study_shows_its_verdict_and_every_figure()
    {
        using var study = new SyntheticStudy();
        string page = study.Finish().Report();
        Assert.Contains(
            "<h1>box is best (3.1x lower error than glorot, 95 % sure).</h1>", page, StringComparison.Ordinal);
        Assert.Equal(
            ["final-errors", "comparisons", "error-curves", "learning-rates", "predictions", "features",
                "pre-activation-spread", "pre-activation-quantiles"],
            Specs(page).Select(s => s.Name));
        Assert.Contains("box was made for relu; this network uses tanh.", page, StringComparison.Ordinal);
        Assert.Contains(
            "./kindling compare --function multiscale --points 1024 --network mlp --width 32 --depth 8 "
            + "--activation tanh --init box,glorot,he,raai --optimizer adam --lr auto --seeds 8 --seed 0 "
            + "--batch all --steps 2000 --precision single",
            WithoutSpans(page),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_that_all_seeds_chose_is_the_lowest_point_of_its_line()
    {
        using var study = new SyntheticStudy();
        JsonObject rates = Specs(study.Finish().Report()).Single(s => s.Name == "learning-rates").Spec;
        var lines = rates["data"]!["values"]!.AsArray().GroupBy(p => (string)p!["scheme"]!);
        Assert.All(lines, line => Assert.Equal(
            line.Max(p => (int)p!["chosen"]!), (int)line.MinBy(p => (double)p!["loss"]!)!["chosen"]!));
    }

    [Fact]
    public void Half_finished_study_says_so_and_ranks_by_what_is_there()
    {
        using var study = new SyntheticStudy();
        string page = study.Report();
        Assert.Contains("This study is not finished.", page, StringComparison.Ordinal);
        Assert.Contains("32 runs are done. box leads so far.", page, StringComparison.Ordinal);
        Assert.Contains(Specs(page), s => s.Name == "error-curves");
        Assert.DoesNotContain("class=\"best\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_without_any_run_still_gives_a_page()
    {
        string folder = Directory.CreateTempSubdirectory("kindling-report-").FullName;
        try
        {
            string page = StudyReport.Make(folder).ToHtml();
            Assert.Contains("0 runs are done.", page, StringComparison.Ordinal);
            Assert.Empty(Specs(page));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Missing_folder_throws_and_a_broken_file_is_named()
    {
        Assert.Throws<DirectoryNotFoundException>(() => StudyReport.Make("no-such-study"));
        using var study = new SyntheticStudy();
        File.WriteAllText(Path.Combine(study.Folder, "results.json"), "{ not json");
        var error = Assert.Throws<InvalidDataException>(() => study.Report());
        Assert.Contains("results.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "predictions")]
    [InlineData(2, "predictions", "predictions-against-targets")]
    [InlineData(3, "predictions-against-targets")]
    public void Predictions_are_curves_maps_or_dots_by_the_number_of_inputs(int inputs, params string[] figures)
    {
        using var study = new SyntheticStudy(inputs: inputs);
        IEnumerable<string> names = Specs(study.Finish().Report()).Select(s => s.Name);
        Assert.Equal(figures, names.Where(n => n.StartsWith("predictions", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_specification_has_data_and_marks_and_only_fields_that_its_data_have(int inputs)
    {
        using var study = new SyntheticStudy(inputs: inputs);
        foreach ((string name, JsonObject spec) in Specs(study.Finish().Report()))
        {
            Assert.Equal(VegaLite.Schema, (string?)spec["$schema"]);
            JsonObject inner = spec["spec"] as JsonObject ?? spec;
            Assert.True(inner["mark"] is not null || inner["layer"] is JsonArray { Count: > 0 }, name);
            var known = new HashSet<string>(Everything(spec)
                .Where(o => o["values"] is JsonArray)
                .SelectMany(o => o["values"]!.AsArray().OfType<JsonObject>().Take(1))
                .SelectMany(row => row.Select(p => p.Key)));
            known.UnionWith(Everything(spec).Where(o => o["calculate"] is not null).Select(o => (string)o["as"]!));
            Assert.NotEmpty(known);
            foreach (JsonValue field in Everything(spec).Select(o => o["field"]).OfType<JsonValue>())
                Assert.True(known.Contains((string)field!), $"{name}: {field}");
        }
    }

    [Fact]
    public void Classification_shows_which_classes_are_mistaken()
    {
        using var study = new SyntheticStudy(inputs: 4, classes: 3);
        JsonObject confusion = Specs(study.Finish().Report()).Single(s => s.Name == "confusion").Spec;
        JsonObject[] best = [.. confusion["data"]!["values"]!.AsArray().OfType<JsonObject>()
            .Where(row => (string?)row["scheme"] == "box")];
        Assert.Equal(9, best.Length);
        Assert.All(best, row => Assert.Equal(
            (string?)row["truth"] == (string?)row["predicted"] ? 1 : 0, (double)row["share"]!));
    }

    [Fact]
    public void Page_has_the_scripts_that_draw_figures_or_says_why_not()
    {
        using var study = new SyntheticStudy();
        string page = study.Report();
        Assert.Equal(PageResources.CanDrawFigures, page.Contains("vegaEmbed=", StringComparison.Ordinal));
        bool saysWhyNot = page.Contains("This page has no figures", StringComparison.Ordinal);
        Assert.NotEqual(PageResources.CanDrawFigures, saysWhyNot);
    }

    [Fact]
    public void Page_loads_nothing()
    {
        using var study = new SyntheticStudy();
        string page = study.Finish().Report();
        string markup = ScriptText().Replace(page, "<script></script>");
        Assert.DoesNotMatch(Loading(), markup);
        Assert.DoesNotContain("http:", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", markup, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_markup_stay_text()
    {
        const string Name = "</script><img src=x onerror='alert(1)'>\"&";
        using var study = new SyntheticStudy(schemes: [Name, "he"]);
        string page = study.Finish(verdict: Name + " <b>wins</b>").Report();
        Assert.DoesNotContain("<img", ScriptText().Replace(page, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", ScriptText().Replace(page, ""), StringComparison.Ordinal);
        Assert.All(Specs(page), s => Assert.Contains(Name, s.Spec.ToString().Length > 0 ? Texts(s.Spec) : []));
        Assert.Equal(Tags(page, "<script"), Tags(page, "</script>"));
    }

    [Fact]
    public void Elements_are_closed_in_the_order_in_which_they_were_opened()
    {
        using var study = new SyntheticStudy();
        string page = ScriptText().Replace(study.Finish().Report(), "<script></script>");
        page = StyleText().Replace(page, "<style></style>");
        var open = new Stack<string>();
        foreach (Match tag in AnyTag().Matches(page))
        {
            string name = tag.Groups[2].Value;
            if (name is "meta" || tag.Value.EndsWith("/>", StringComparison.Ordinal))
                continue;
            if (tag.Groups[1].Length == 0)
                open.Push(name);
            else
                Assert.Equal(open.Pop(), name);
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Figures_stand_beside_the_page_and_no_temporary_file_is_left()
    {
        using var study = new SyntheticStudy();
        study.Finish().Report();
        string?[] files = [.. Directory.GetFiles(Path.Combine(study.Folder, "figures")).Select(Path.GetFileName)];
        Assert.Contains("error-curves.vl.json", files);
        Assert.All(files, f => Assert.EndsWith(".vl.json", f, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(study.Folder, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_scheme_has_one_color_whatever_its_rank()
    {
        using var finished = new SyntheticStudy(schemes: ["raai", "box", "he"]);
        using var early = new SyntheticStudy(schemes: ["raai", "box", "he"]);
        string Colors(string page) => Specs(page).First(s => s.Name == "error-curves")
            .Spec["encoding"]!["color"]!["scale"]!.ToJsonString();
        string colors = Colors(finished.Finish().Report());
        Assert.Equal(colors, Colors(early.Report()));
        Assert.Contains("\"domain\":[\"raai\",\"box\",\"he\"]", colors, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_of_the_machine_stay_out_of_the_page()
    {
        using var study = new SyntheticStudy();
        string yaml = Path.Combine(study.Folder, "study.yaml");
        File.WriteAllText(
            yaml,
            "kindling: 2\ndata: /somewhere/secret/cars.csv\ntarget: miles per gallon\ninit: [box]\nbatch: all\n");
        string page = study.Finish().Report();
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain(study.Folder, page, StringComparison.Ordinal);
        Assert.Contains(
            "--data cars.csv --target &#39;miles per gallon&#39; --split folds --network mlp",
            WithoutSpans(page),
            StringComparison.Ordinal);
    }

    static IEnumerable<(string Name, JsonObject Spec)> Specs(string page) => SpecScript().Matches(page)
        .Select(m => (m.Groups[1].Value, JsonNode.Parse(m.Groups[2].Value)!.AsObject()));

    static IEnumerable<JsonObject> Everything(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Everything(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Everything),
        _ => [],
    };

    static IEnumerable<string> Texts(JsonObject spec) => Everything(spec)
        .SelectMany(o => o.Select(p => p.Value).Concat(o.Select(p => p.Value).OfType<JsonArray>().SelectMany(a => a)))
        .OfType<JsonValue>().Select(v => v.TryGetValue(out string? text) ? text.Split(" vs ")[0] : "");

    static string WithoutSpans(string page) => page
        .Replace("<span>", "", StringComparison.Ordinal)
        .Replace("</span>", "", StringComparison.Ordinal);

    static int Tags(string page, string tag) => page.Split(tag).Length - 1;

    [GeneratedRegex(
        "<script type=\"application/json\" id=\"spec-([a-z0-9-]+)\">(.*?)</script>", RegexOptions.Singleline)]
    internal static partial Regex SpecScript();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    internal static partial Regex ScriptText();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    internal static partial Regex StyleText();

    [GeneratedRegex("<(/?)([a-z][a-z0-9]*)(\\s[^>]*)?>", RegexOptions.Singleline)]
    internal static partial Regex AnyTag();

    [GeneratedRegex("<(link|img|iframe|object|embed|base)\\b|\\ssrc=|url\\(|@import", RegexOptions.IgnoreCase)]
    internal static partial Regex Loading();
}
