using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Kindling.Files;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>The state of a run on disk, so that a killed run goes on as if it had not been, to the bit.</summary>
/// <remarks>
/// One safetensors file: parameters, best parameters and the optimizer's moments as flat vectors; step, time and curve
/// as metadata. It is replaced whole, every few seconds and at the end. Batches are functions of seed and step, so
/// nothing else is needed.
/// </remarks>
/// <param name="path">The file; need not exist.</param>
/// <param name="interval">The time between two saves; 5 seconds if null.</param>
public sealed class CheckpointFile(string path, TimeSpan? interval = null)
{
    const string Missing = "-";

    readonly TimeSpan _interval = interval ?? TimeSpan.FromSeconds(5);
    long _saved = Stopwatch.GetTimestamp();

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Whether the interval has passed since the last save.</summary>
    internal bool IsDue => Stopwatch.GetElapsedTime(_saved) >= _interval;

    /// <summary>Writes the state of a run.</summary>
    internal void Save<T>(TrainingRun<T> run, TrainingOptions options, bool force)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!force && !IsDue)
            return;
        int count = run.Parameters.Layout.Count;
        var tensors = new List<NamedTensor<T>>
        {
            new("parameters", [count], run.Parameters.Memory),
            new("best", [count], run.Best.Memory),
        };
        foreach ((string name, AlignedArray<T> values) in run.Optimizer.State)
            tensors.Add(new NamedTensor<T>("optimizer." + name, [count], values.Memory));
        var metadata = new Dictionary<string, string>
        {
            ["run"] = RunFingerprint.Of<T>(run.Parameters.Network, options with { LearningRate = run.Rate }),
            ["step"] = run.Step.ToString(CultureInfo.InvariantCulture),
            ["seconds"] = run.Seconds.ToString("R", CultureInfo.InvariantCulture),
            ["curve"] = string.Join('\n', run.Curve.Select(Line)),
        };
        SafetensorsWriter.Write(Path, tensors, metadata);
        _saved = Stopwatch.GetTimestamp();
    }

    /// <summary>Puts the state of the file, if there is one, into a fresh run.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or belongs to a run with other settings.</exception>
    internal void Restore<T>(TrainingRun<T> run, TrainingOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!File.Exists(Path))
            return;
        using Safetensors file = Safetensors.Open(Path);
        string expected = RunFingerprint.Of<T>(run.Parameters.Network, options with { LearningRate = run.Rate });
        if (RunFingerprint.Difference(Text(file, "run"), expected) is { } difference)
            throw new FileFormatException(Path, difference.Found, difference.Expected);
        int[] shape = [run.Parameters.Layout.Count];
        file.Read("parameters", shape, run.Parameters.Flat);
        file.Read("best", shape, run.Best.Flat);
        foreach ((string name, AlignedArray<T> values) in run.Optimizer.State)
            file.Read("optimizer." + name, shape, values.Span);
        run.Step = Whole(Text(file, "step"));
        run.Seconds = Real(Text(file, "seconds"));
        run.RestoreCurve(Text(file, "curve").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Point));
        run.Optimizer.Resume(run.Step);
    }

    string Text(Safetensors file, string key) =>
        file.Metadata.TryGetValue(key, out string? text)
            ? text
            : throw new FileFormatException(Path, $"no metadata '{key}'", "a checkpoint of Kindling");

    static string Line(CurvePoint point)
    {
        string errors = string.Create(
            CultureInfo.InvariantCulture,
            $"{point.Step} {point.Loss:R} {point.TrainError:R} {point.TestError:R} "
            + $"{Optional(point.ValidationLoss)} {Optional(point.ValidationError)}");
        return point.Solve is not { } solve
            ? errors
            : string.Create(
                CultureInfo.InvariantCulture, $"{errors} {solve.Rank} {solve.Condition:R} {solve.Unknowns}");
    }

    CurvePoint Point(string line)
    {
        string[] words = line.Split(' ');
        if (words.Length is not (6 or 9))
            throw new FileFormatException(
                Path, $"the curve point '{line}'", "step, loss, errors, validation and perhaps a solve");
        return new CurvePoint(Whole(words[0]), Real(words[1]), Real(words[2]), Real(words[3]))
        {
            ValidationLoss = words[4] == Missing ? null : Real(words[4]),
            ValidationError = words[5] == Missing ? null : Real(words[5]),
            Solve = words.Length == 6
                ? null
                : new ReadOutSolve((int)Whole(words[6]), Real(words[7]), (int)Whole(words[8])),
        };
    }

    static string Optional(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? Missing;

    long Whole(string word) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw NoNumber(word);

    double Real(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw NoNumber(word);

    FileFormatException NoNumber(string word) => new(Path, $"'{word}' in the metadata", "a number");
}
