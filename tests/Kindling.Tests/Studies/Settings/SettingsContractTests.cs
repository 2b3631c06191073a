using System.CommandLine;
using System.Text.Json.Nodes;
using Kindling.Cli.Options;
using Kindling.Files;
using Kindling.Problems;
using Kindling.Studies;
using Kindling.Tests.Architecture;
using static Kindling.Tests.Cli.Invocation;

namespace Kindling.Tests.Studies;

/// <summary>Every setting goes through every form and comes back.</summary>
public sealed class SettingsContractTests : IDisposable
{
    const string NoValue = "nonsense";

    /// <summary>What a setting needs beside it to mean anything.</summary>
    static readonly Dictionary<string, (string Name, string Text)[]> s_beside = new()
    {
        ["problem"] = [],
        ["toy"] = [],
        ["image"] = [],
        ["data"] = [],
        ["redraw"] = [("problem", "heat"), ("sampling", "uniform")],
        ["test-fraction"] = [("data", "cars.csv"), ("split", "fixed")],
        ["folds"] = [("data", "cars.csv"), ("split", "folds")],
        ["decay-every"] = [("function", "sin"), ("decay", "0.5")],
        ["momentum"] = [("function", "sin"), ("optimizer", "nesterov")],
        ["weight-variance"] = [("function", "sin"), ("init", "gaussian")],
        ["bias-variance"] = [("function", "sin"), ("init", "gaussian")],
        ["k"] = [("function", "sin"), ("init", "aci")],
        ["fixed-point-length"] = [("function", "sin"), ("init", "critical")],
        ["go-fixed-draw"] = [("function", "sin"), ("init", "go"), ("go-method", "paper")],
    };

    readonly TemporaryFolder _folder = new();

    public SettingsContractTests()
    {
        string[] rows = [.. Enumerable.Range(0, 40).Select(i => $"{i},n{i},{i % 4}")];
        foreach (string file in new[] { "cars.csv", "test.csv", "validation.csv" })
            _folder.Text(file, "a,name,mpg\n" + string.Join('\n', rows) + "\n");
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> All() => [.. StudySettings.All.Select(s => s.Name)];

    public static TheoryData<string, SettingForms> Forms()
    {
        SettingForms[] forms = [SettingForms.Compare, SettingForms.Train, SettingForms.Grid];
        var data = new TheoryData<string, SettingForms>();
        foreach (Setting setting in StudySettings.All)
        {
            foreach (SettingForms form in forms.Where(f => setting.Forms.HasFlag(f)))
                data.Add(setting.Name, form);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_text_becomes_a_study_and_the_text_again(string name, SettingForms form)
    {
        Setting setting = StudySettings.Find(name);
        Study study = StudySettings.Resolve(Given(setting, form), form, Load);
        if (setting.Group != SettingGroup.Initializer)
            Assert.Equal(TextOf(setting), setting.TextOf(study));
        else
            Assert.NotEqual(["glorot"], study.Schemes);
        Assert.True(setting.Constant != setting.Example, "an example that is the default shows nothing");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_study_of_a_setting_comes_back_from_its_file_and_from_json(string name, SettingForms form)
    {
        Study study = StudySettings.Resolve(Given(StudySettings.Find(name), form), form, Load);
        string text = StudyYaml.Write(study);
        Assert.Equal(text, StudyYaml.Write(StudyYaml.Parse(text)));
        JsonObject json = JsonNode.Parse(SettingsJson.Of(study).ToJsonString())!.AsObject();
        Assert.Equal(text, StudyYaml.Write(StudySettings.Resolve(SettingsJson.Read(json), SettingForms.File, Load)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_option_makes_the_study_and_the_printed_command_makes_it_again(string name, SettingForms form)
    {
        if (form == SettingForms.Grid)
            return;
        SettingValues given = Given(StudySettings.Find(name), form);
        string text = StudyYaml.Write(StudySettings.Resolve(given, form, Load));
        Study fromOptions = Parse(Command(given), form);
        Assert.Equal(text, StudyYaml.Write(fromOptions));
        string printed = StudyCommandLine.Of(StudyYaml.Parse(text), form);
        Assert.StartsWith($"./kindling {form.ToString().ToLowerInvariant()} ", printed, StringComparison.Ordinal);
        Assert.Equal(text, StudyYaml.Write(Parse(printed.Split(' ', 3)[2], form)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_axis_of_a_grid_sets_it(string name, SettingForms form)
    {
        if (form != SettingForms.Grid)
            return;
        Setting setting = StudySettings.Find(name);
        SettingValues given = Given(setting, form);
        string others = string.Join(", ", given.Names.Where(n => n != name).Select(n => $"{n}: \"{given.Text(n)}\""));
        string path = _folder.Text("grid.yaml", $$"""
            settings: { {{others.Replace(FolderHere, "", StringComparison.Ordinal)}} }
            grid: { {{name}}: ["{{given.Text(name)!.Replace(FolderHere, "", StringComparison.Ordinal)}}"] }
            """);
        GridStudy grid = GridYaml.Read(path);
        string text = StudyYaml.Write(StudySettings.Resolve(given, form, Load));
        Assert.Equal(text, StudyYaml.Write(Assert.Single(grid.Cells).Study));
        Assert.Empty(grid.Notes);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_has_help_a_row_in_the_page_and_a_place_in_the_schema(string name)
    {
        Setting setting = StudySettings.Find(name);
        Assert.Contains($"| `{name}` |", SettingsPage.Text(), StringComparison.Ordinal);
        JsonObject schema = StudySchema.Make()["$defs"]!.AsObject();
        Assert.NotNull(schema["setting-" + name]!["description"]);
        Assert.NotNull(schema["comparison"]!["properties"]![name]);
        Assert.Equal(setting.IsIn(SettingForms.Grid), schema["settings"]!["properties"]!.AsObject().ContainsKey(name));
        foreach (SettingForms form in new[] { SettingForms.Compare, SettingForms.Train }.Where(setting.IsIn))
        {
            string help = Run(form.ToString().ToLowerInvariant() + " --help").Output;
            Assert.Matches($@"--{name}\b", help);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_out_of_range_is_refused_with_name_value_and_range(string name, SettingForms form)
    {
        Setting setting = StudySettings.Find(name);
        if (setting.Kind.Shape is SettingShape.File or SettingShape.Names || setting.Kind == SettingKinds.Text)
            return;
        SettingValues given = Given(setting, form);
        given.Add(name, NoValue);
        if (form == SettingForms.Grid)
        {
            string lines = string.Concat(given.Names.Select(n => $"  {n}: \"{given.Text(n)}\"\n"))
                .Replace(FolderHere, "", StringComparison.Ordinal);
            string path = _folder.Text("grid.yaml", "settings:\n" + lines);
            var error = Assert.Throws<FileFormatException>(() => GridYaml.Read(path));
            Assert.Equal((2 + given.Names.ToList().IndexOf(name), name), ((int)error.Line!, error.Column));
            Assert.Contains($"'{NoValue}'", error.Message, StringComparison.Ordinal);
            Assert.Contains(setting.Kind.Rule, error.Message, StringComparison.Ordinal);
        }
        else if (setting.Kind.Shape != SettingShape.Flag)
        {
            (int code, _, string errors) = Run($"{form.ToString().ToLowerInvariant()} {Command(given)}");
            Assert.Equal(2, code);
            Assert.Contains($"'{NoValue}'", errors, StringComparison.Ordinal);
            bool isRegistered = setting.Kind.Shape is SettingShape.Text or SettingShape.List;
            if (!isRegistered)
                Assert.Contains($"--{name} is '{NoValue}'; it must be {setting.Kind.Rule}", errors);
        }
    }

    [Fact]
    public void The_page_of_settings_is_what_the_table_says() => Assert.Equal(
        SettingsPage.Text(), File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "settings.md")));

    [Fact]
    public void A_control_is_a_copy_of_the_first_initializer() => Assert.Equal(
        ["he", "box", "he#2"], Parse("--function sin --init he,box --control", SettingForms.Compare).Schemes);

    [Fact]
    public void Defaults_are_the_same_in_every_form()
    {
        SettingForms[] forms = [SettingForms.Compare, SettingForms.Train, SettingForms.Grid];
        foreach (string problem in new[] { "function", "problem" })
        {
            var given = new SettingValues();
            given.Add(problem, problem == "function" ? "abs" : "heat");
            given.Add("init", "he");
            given.Add("lr", "0.1");
            given.Add("seeds", "1");
            given.Add("lsgd", "true");
            Assert.Single(forms.Select(f => StudyYaml.Write(StudySettings.Resolve(given, f, Load))).Distinct());
        }
    }

    static Problem Load(Study study) => study.Problem.Load(study.Seed, study.Network);

    static Study Parse(string line, SettingForms form)
    {
        var options = new StudyOptions(form);
        var command = new Command("test") { options.Init, options.Others };
        ParseResult parsed = command.Parse(line);
        Assert.Empty(parsed.Errors);
        return options.Plan(parsed).Study;
    }

    static string Command(SettingValues given) => string.Join(' ', given.Names.Select(name =>
        StudySettings.Find(name).Kind.Shape == SettingShape.Flag ? $"--{name}" : $"--{name} {given.Text(name)}"));

    string FolderHere => Path.GetRelativePath(Environment.CurrentDirectory, _folder.Path) + Path.DirectorySeparatorChar;

    /// <summary>The example of a setting, and what it needs beside it.</summary>
    SettingValues Given(Setting setting, SettingForms form)
    {
        var given = new SettingValues();
        var beside = Beside(setting).Where(b => b.Name != setting.Name && StudySettings.Find(b.Name).IsIn(form));
        foreach ((string name, string text) in beside)
            given.Add(name, name == "data" ? FolderHere + text : text);
        given.Add(setting.Name, TextOf(setting));
        return given;
    }

    string TextOf(Setting setting) => setting.Kind.Shape == SettingShape.File && setting.Name != "image"
        ? FolderHere + setting.Example
        : setting.Example;

    static (string Name, string Text)[] Beside(Setting setting) => s_beside.TryGetValue(setting.Name, out var beside)
        ? beside
        : setting.Group switch
        {
            SettingGroup.Problem when setting.Name is not ("function" or "points") => [("problem", "heat")],
            SettingGroup.Picture => [("image", PictureChoice.City)],
            SettingGroup.Table => [("data", "cars.csv")],
            SettingGroup.Initializer when setting.Name.StartsWith("go", StringComparison.Ordinal) =>
                [("function", "sin"), ("init", "go")],
            SettingGroup.LeastSquares => [("function", "sin"), ("lsgd", "true")],
            _ => [("function", "sin")],
        };
}
