using System.Globalization;
using System.Text.Json.Nodes;
using Kindling.Reports;

namespace Kindling.Tests.Reports;

/// <summary>A study folder with made-up numbers, written as docs/study-folder.md says.</summary>
sealed class SyntheticStudy : IDisposable
{
    static readonly long[] s_steps = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

    readonly string[] _schemes;
    readonly int _inputs;
    readonly int _seeds;
    readonly int _classes;
    readonly bool _deleteAtEnd;

    public SyntheticStudy(
        string[]? schemes = null, int inputs = 1, int seeds = 8, string? folder = null, int classes = 0)
    {
        _schemes = schemes ?? ["box", "glorot", "he", "raai"];
        _inputs = inputs;
        _seeds = seeds;
        _classes = classes;
        _deleteAtEnd = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("kindling-report-").FullName;
        Directory.CreateDirectory(Folder);
        WriteDefinition();
        for (int i = 0; i < _schemes.Length; i++)
            WriteScheme(i);
    }

    public string Folder { get; }

    public string? Page { get; private set; }

    /// <summary>Writes what appears when a study is over.</summary>
    public SyntheticStudy Finish(string verdict = "box is best (3.1x lower error than glorot, 95 % sure)")
    {
        JsonObject[] schemes = [.. _schemes.Select((name, i) => new JsonObject
        {
            ["name"] = name, ["learningRate"] = 0.003, ["runs"] = _seeds, ["testErrorMedian"] = Median(i),
            ["testErrorLow"] = 0.7 * Median(i), ["testErrorHigh"] = 1.5 * Median(i), ["initialErrorMedian"] = 1.02,
            ["stepsToThreshold"] = i < 2 ? 400 * (i + 1) : null,
            ["secondsPerRun"] = 1.234,
            ["collapsed"] = i == 2 ? 1 : 0,
            ["diverged"] = i == 3 ? 1 : 0,
            ["warnings"] = i == 0 ? VegaLite.Strings(["box was made for relu; this network uses tanh"]) : [],
        })];
        JsonObject[] comparisons = [.. _schemes.Skip(1).Select((name, i) => new JsonObject
        {
            ["better"] = _schemes[0], ["worse"] = name, ["ratio"] = 1.2 * (i + 1), ["ratioLow"] = 0.8 * (i + 1),
            ["ratioHigh"] = 2.0 * (i + 1), ["confidence"] = 0.9, ["real"] = i > 0,
        })];
        Write("results.json", new JsonObject
        {
            ["command"] = "compare",
            ["seconds"] = 61.2,
            ["problem"] = "multiscale",
            ["network"] = "mlp 1-32x8-1 tanh",
            ["optimizer"] = "adam",
            ["precision"] = "single",
            ["steps"] = 2000,
            ["seeds"] = _seeds,
            ["complete"] = true,
            ["verdict"] = new JsonObject { ["best"] = _schemes[0], ["text"] = verdict, ["confidence"] = 0.95 },
            ["schemes"] = VegaLite.Array(schemes),
            ["comparisons"] = VegaLite.Array(comparisons),
        });
        return this;
    }

    public string Report()
    {
        StudyReport.Write(Folder);
        return Page = File.ReadAllText(Path.Combine(Folder, "report.html"));
    }

    public void Dispose()
    {
        if (_deleteAtEnd)
            Directory.Delete(Folder, recursive: true);
    }

    static double Median(int scheme) => 0.012 * Math.Pow(2.1, scheme);

    static double Target(double x) => Math.Sin(2 * Math.PI * x) + (0.25 * Math.Sin(14 * Math.PI * x));

    static double Noise(int a, int b) => Math.Sin((12.9898 * a) + (78.233 * b)) * Math.Cos((3.7 * a) - (1.3 * b));

    void WriteDefinition()
    {
        File.WriteAllText(
            Path.Combine(Folder, "study.yaml"),
            "kindling: 2\nfunction: multiscale\npoints: 1024\nnetwork: mlp\nwidth: 32\ndepth: 8\n"
            + $"init: [{string.Join(", ", _schemes.Select(Quoted))}]\n"
            + "optimizer: adam\nlr: auto\nbatch: all\nsteps: 2000\nseeds: 8\nseed: 0\n");
        string[] names = ["x", "y", "z"];
        Write("problem.json", new JsonObject
        {
            ["name"] = "multiscale",
            ["task"] = _classes > 0 ? "classification" : "regression",
            ["inputs"] = _inputs,
            ["outputs"] = Math.Max(1, _classes),
            ["inputNames"] = VegaLite.Strings(names.Take(_inputs)),
            ["outputNames"] = _classes > 0
                ? VegaLite.Strings(Enumerable.Range(0, _classes).Select(c => $"class {(char)('A' + c)}"))
                : VegaLite.Strings(["f"]),
            ["trainPoints"] = 1024,
            ["testPoints"] = 1024,
            ["errorName"] = "root mean square error",
            ["constantError"] = 0.73,
            ["notes"] = VegaLite.Strings(["3 rows are twice in the table"]),
            ["description"] = "A sum of sines with frequencies from 1 to 7",
        });
    }

    void WriteScheme(int scheme)
    {
        for (int seed = 0; seed < _seeds; seed++)
            WriteRun(scheme, seed);
        string place = "schemes/" + PlaceOf(scheme);
        Write(place + "/start.json", Start(scheme));
        Write(place + "/predictions.json", Predictions(scheme));
    }

    static JsonArray Rates(int scheme) =>
        VegaLite.Array(((double[])[3e-4, 1e-3, 3e-3, 1e-2]).Select(rate => new JsonObject
        {
            ["rate"] = rate,
            ["steps"] = rate == 3e-3 ? 2000 : 200,
            ["score"] = Math.Pow(Median(scheme) * (2 + Math.Pow(Math.Log10(rate / 3e-3), 2)), 2),
            ["diverged"] = false,
        }));

    void WriteRun(int scheme, int seed)
    {
        bool diverged = scheme == 3 && seed == 0;
        double final = Median(scheme) * Math.Exp(0.4 * Noise(seed, scheme));
        string place = $"runs/{PlaceOf(scheme)}-s{seed}";
        Write(place + "/run.json", new JsonObject
        {
            ["id"] = $"{_schemes[scheme]}-s{seed}",
            ["scheme"] = _schemes[scheme],
            ["seed"] = seed,
            ["learningRate"] = 0.003,
            ["rates"] = Rates(scheme),
            ["status"] = diverged ? "diverged" : "finished",
            ["testError"] = diverged ? null : final,
            ["initialTestError"] = 1 + (0.3 * Noise(scheme, seed)),
            ["collapsed"] = scheme == 2 && seed == 1,
            ["seconds"] = 1.2,
        });
        var rows = new List<string> { "step,loss,trainError,testError" };
        foreach (long step in s_steps.Where(s => !diverged || s <= 100))
        {
            double error = final + ((1 - final) / Math.Pow(1 + (step / 30.0), 1.3));
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{step},{error * error},{0.9 * error},{error}"));
        }

        File.WriteAllLines(Path.Combine(Folder, place, "curve.csv"), rows);
    }

    JsonObject Start(int scheme)
    {
        double[] quantiles = [-3, -1.6, -0.7, 0.1, 0.7, 1.7, 3];
        double[][] inputs = _inputs == 2
            ? [.. Enumerable.Range(0, 441).Select(i => new[] { i / 21 / 20.0, i % 21 / 20.0 })]
            : [.. Enumerable.Range(0, 201).Select(i => Enumerable.Repeat(i / 200.0, _inputs).ToArray())];
        double Feature(int unit, double[] x) => scheme == 2
            ? 0.3 + (1e-7 * unit)
            : Math.Tanh((1 + (unit % 5)) * (x.Sum() - (unit / 31.0)));
        return new JsonObject
        {
            ["scheme"] = _schemes[scheme],
            ["seed"] = 0,
            ["layers"] = VegaLite.Array(Enumerable.Range(1, 8).Select(layer =>
            {
                double std = Math.Pow(1.4 - (0.25 * scheme), layer);
                return (JsonNode?)new JsonObject
                {
                    ["layer"] = layer,
                    ["std"] = std,
                    ["quantiles"] = VegaLite.Numbers(quantiles.Select(q => q * std)),
                };
            })),
            ["features"] = new JsonObject
            {
                ["coordinate"] = _inputs > 2 ? "t" : "x",
                ["inputs"] = Rows(inputs),
                ["units"] = new JsonArray(),
                ["values"] = Rows(Enumerable.Range(0, 32).Select(u => inputs.Select(x => Feature(u, x)).ToArray())),
            },
            ["outputs"] = new JsonObject { ["values"] = Rows([[.. inputs.Select(x => Feature(3, x))]]) },
        };
    }

    JsonObject Predictions(int scheme)
    {
        double[][] inputs = [.. Enumerable.Range(0, 400).Select(i => Enumerable.Range(0, _inputs)
            .Select(d => d == 0 ? i / 399.0 : (i * 0.618034 * d) % 1).ToArray())];
        return new JsonObject
        {
            ["scheme"] = _schemes[scheme],
            ["run"] = $"{_schemes[scheme]}-s3",
            ["seed"] = 3,
            ["split"] = "test",
            ["inputs"] = Rows(inputs),
            ["targets"] = Rows(inputs.Select((x, i) => new[] { _classes > 0 ? i % _classes : Target(x.Average()) })),
            ["predictions"] = Rows(inputs.Select((x, i) => Prediction(scheme, x, i))),
        };
    }

    double[] Prediction(int scheme, double[] x, int point)
    {
        if (_classes == 0)
            return [(Target(x.Average()) * (1 - (0.12 * scheme))) + (0.05 * scheme * Noise(point / 9, scheme))];
        int answer = (point + (point % 7 < scheme ? 1 : 0)) % _classes;
        return [.. Enumerable.Range(0, _classes).Select(c => c == answer ? 0.9 : 0.05)];
    }

    static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    static JsonArray Rows(IEnumerable<double[]> rows) => VegaLite.Array(rows.Select(VegaLite.Numbers));

    string PlaceOf(int scheme) => string.Concat(_schemes[scheme].Select(c =>
        char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));

    void Write(string path, JsonObject json)
    {
        string file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, json.ToJsonString());
    }
}
