using System.Globalization;
using Kindling.Files;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Studies as YAML (docs/study-folder.md).</summary>
public static class StudyYaml
{
    /// <summary>The version of the format.</summary>
    const int Version = 1;

    /// <summary>Writes a study. Equal studies give equal texts.</summary>
    public static string Write(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var root = new YamlMapping();
        root.Add("kindling", Version);
        root.Add("problem", Problem(study.Problem));
        root.Add("network", Network(study.Network));
        root.Add("schemes", study.Schemes);
        root.Add("optimizer", EnumText.Of(study.Optimizer));
        root.Add("learningRate", study.LearningRate.ToString());
        if (study.DecayFactor != 1)
        {
            root.Add("decay", study.DecayFactor);
            root.Add("decayEvery", study.DecayEvery);
        }

        if (study.LeastSquares is LeastSquaresOptions least)
            root.Add("leastSquares", LeastSquares(least));
        root.Add("batch", study.Batch);
        root.Add("steps", study.Steps);
        root.Add("time", study.Time);
        root.Add("precision", EnumText.Of(study.Precision));
        root.Add("seeds", study.Seeds);
        root.Add("seed", study.Seed);
        return root.ToText();
    }

    /// <summary>A problem alone. Equal problems give equal texts.</summary>
    internal static string TextOf(ProblemChoice problem) => Problem(problem).ToText();

    /// <summary>Reads a study.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">It is not YAML, or not a study; with the line.</exception>
    public static Study Read(string path)
    {
        YamlMapping root = YamlMapping.Read(path);
        int version = root.Int("kindling") ?? Version;
        if (version != Version)
            throw root.Wrong("kindling", $"format {version}", $"format {Version}");
        var study = new Study
        {
            Problem = ReadProblem(root.Mapping("problem")),
            Network = ReadNetwork(root.Mapping("network")),
            Schemes = root.Texts("schemes") ?? throw root.Wrong("schemes", "nothing", "a list of initializers"),
            Optimizer = EnumText.Value<OptimizerKind>(root.Text("optimizer") ?? "adam", "optimizer"),
            LearningRate = RateChoice.Parse(root.Text("learningRate") ?? "auto"),
            DecayFactor = root.Number("decay") ?? 1,
            DecayEvery = root.Int("decayEvery") ?? 1,
            LeastSquares = root.Has("leastSquares") ? ReadLeastSquares(root.Mapping("leastSquares")) : null,
            Batch = root.Int("batch"),
            Steps = root.Int("steps") ?? 0,
            Time = root.Number("time"),
            Precision = root.Choice<Precision>("precision") ?? Precision.Single,
            Seeds = root.Int("seeds") ?? 8,
            Seed = root.Seed("seed") ?? 0,
        };
        root.RequireNothingElse();
        return study;
    }

    static YamlMapping Problem(ProblemChoice problem)
    {
        var mapping = new YamlMapping();
        mapping.Add("function", problem.Function);
        mapping.Add("pde", problem.Pde);
        mapping.Add("toy", problem.Toy);
        mapping.Add("points", problem.Points);
        if (problem.Pde is not null)
        {
            mapping.Add("sampling", EnumText.Of(problem.Sampling));
            if (problem.Redrawn)
                mapping.Add("redraw", "true");
            mapping.Add("equationWeight", problem.EquationWeight.ToString());
        }

        if (problem.Picture is PictureChoice picture)
        {
            mapping.Add("image", picture.Path);
            mapping.Add("imageHash", picture.Hash);
            mapping.Add("imageSize", picture.Size);
            mapping.Add("sample", picture.Sample);
            mapping.Add("tv", picture.TotalVariation);
        }

        mapping.Add("data", problem.Data);
        mapping.Add("dataHash", problem.DataHash);
        mapping.Add("target", problem.Target);
        mapping.Add("task", problem.Classification is bool b ? (b ? "classification" : "regression") : null);
        if (problem.Data is not null)
            mapping.Add("testFraction", problem.TestFraction);
        if (problem.Ignored.Count > 0)
            mapping.Add("ignore", problem.Ignored);
        return mapping;
    }

    static ProblemChoice ReadProblem(YamlMapping mapping)
    {
        string? task = mapping.Choice("task", "classification", "regression");
        var problem = new ProblemChoice
        {
            Function = mapping.Text("function"),
            Pde = mapping.Text("pde"),
            Toy = mapping.Choice("toy", ToyQuadratic.Name),
            Sampling = mapping.Choice<PointSpread>("sampling") ?? PointSpread.Grid,
            Redrawn = mapping.Choice("redraw", "true", "false") == "true",
            EquationWeight = EquationWeight.Parse(mapping.Text("equationWeight") ?? "1"),
            Points = mapping.Int("points"),
            Picture = mapping.Text("image") is string path ? ReadPicture(mapping, path) : null,
            Data = mapping.Text("data"),
            DataHash = mapping.Text("dataHash"),
            Target = mapping.Text("target"),
            Classification = task is null ? null : task == "classification",
            TestFraction = mapping.Number("testFraction") ?? 0.2,
            Ignored = mapping.Texts("ignore") ?? [],
        };
        mapping.RequireNothingElse();
        string?[] kinds = [problem.Function, problem.Pde, problem.Toy, problem.Picture?.Path, problem.Data];
        int named = kinds.Count(name => name is not null);
        if (named != 1)
            throw mapping.Wrong("function", $"{named} of 'function', 'pde', 'image' and 'data'", "one of them");
        return problem;
    }

    static PictureChoice ReadPicture(YamlMapping mapping, string path) => new(path)
    {
        Hash = mapping.Text("imageHash"),
        Size = mapping.Int("imageSize"),
        Sample = mapping.Number("sample") ?? 0.25,
        TotalVariation = mapping.Number("tv") ?? 0.01,
    };

    static YamlMapping LeastSquares(LeastSquaresOptions options)
    {
        var mapping = new YamlMapping();
        mapping.Add("every", options.Every);
        mapping.Add("threshold", options.Threshold);
        mapping.Add("ridge", options.Ridge);
        mapping.Add("share", options.Share);
        return mapping;
    }

    static LeastSquaresOptions ReadLeastSquares(YamlMapping mapping)
    {
        var options = new LeastSquaresOptions
        {
            Every = mapping.Int("every") ?? 1,
            Threshold = mapping.Number("threshold"),
            Ridge = mapping.Number("ridge") ?? 0,
            Share = mapping.Number("share") ?? 1,
        };
        mapping.RequireNothingElse();
        return options;
    }

    static YamlMapping Network(NetworkChoice network)
    {
        var mapping = new YamlMapping();
        mapping.Add("kind", EnumText.Of(network.Kind));
        if (network.Widths.Distinct().Count() == 1)
        {
            mapping.Add("width", network.Widths[0]);
            mapping.Add("depth", network.Widths.Count);
        }
        else
        {
            mapping.Add("widths", network.Widths.Select(w => w.ToString(CultureInfo.InvariantCulture)));
        }

        mapping.Add("activation", network.Activation);
        if (network.Parameterization.IsNtk)
        {
            mapping.Add("parameterization", "ntk");
            mapping.Add("weightVariance", network.Parameterization.WeightVariance);
            mapping.Add("biasVariance", network.Parameterization.BiasVariance);
        }

        return mapping;
    }

    static NetworkChoice ReadNetwork(YamlMapping mapping)
    {
        var defaults = new NetworkChoice();
        IReadOnlyList<int>? widths = mapping.Ints("widths");
        int width = mapping.Int("width") ?? defaults.Widths[0];
        int depth = mapping.Int("depth") ?? defaults.Widths.Count;
        bool isNtk = mapping.Choice("parameterization", "standard", "ntk") == "ntk";
        double weightVariance = mapping.Number("weightVariance") ?? 1;
        double biasVariance = mapping.Number("biasVariance") ?? 0;
        var network = new NetworkChoice
        {
            Kind = mapping.Choice<NetworkKind>("kind") ?? NetworkKind.Mlp,
            Widths = widths ?? NetworkChoice.Uniform(width, depth),
            Activation = mapping.Text("activation") ?? defaults.Activation,
            Parameterization = isNtk ? Parameterization.Ntk(weightVariance, biasVariance) : Parameterization.Standard,
        };
        mapping.RequireNothingElse();
        return network;
    }
}
