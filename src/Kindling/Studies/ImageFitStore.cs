using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.LinearAlgebra;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>
/// The folder of an image fit: <c>fit.json</c>, the picture and its mask, and a folder for each scheme with its curve,
/// reconstruction, error, weights and checkpoint.
/// </summary>
/// <remarks>A scheme's <c>run.json</c> is written last: where it is, the scheme is done.</remarks>
public sealed class ImageFitStore
{
    /// <summary>
    /// The difference that is white in <c>error.png</c>, so that errors of schemes can be compared by eye.
    /// </summary>
    public const double WhiteError = 0.25;

    const string Definition = "fit.json";
    const string Calibration = "calibration.json";
    const string CurveHeader = "step,loss,snr";

    ImageFitStore(string folder) => Folder = folder;

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Opens a folder, making it if it is not there, and puts picture and mask into it.</summary>
    /// <exception cref="IOException">The folder holds another fit, or other things; or it cannot be made.</exception>
    public static ImageFitStore Open(string folder, ImageFit fit, ImageRegression regression)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(regression);
        JsonObject definition = fit.ToJson();
        byte[] picture = PngWriter.ToBytes(regression.Image, depth: 16);
        definition["picture"] = Convert.ToHexString(SHA256.HashData(picture))[..16];
        string path = Path.Combine(folder, Definition), text = JsonText.ToText(definition);
        if (ResultFolder.Make(folder, Definition, "image fit"))
            ResultFolder.RequireSame(folder, "fit", File.ReadAllText(path), text);
        AtomicFile.Write(Path.Combine(folder, "original.png"), stream => stream.Write(picture));
        PngWriter.Write(Path.Combine(folder, "mask.png"), regression.Mask());
        AtomicFile.WriteText(path, text);
        return new ImageFitStore(folder);
    }

    /// <summary>
    /// Begins or goes on with a scheme: its folder is made, and it is not done until it is written again.
    /// </summary>
    /// <returns>Where its training is kept while it runs.</returns>
    public CheckpointFile Begin(ImageScheme scheme)
    {
        Directory.CreateDirectory(FolderOf(scheme));
        File.Delete(Path.Combine(FolderOf(scheme), "run.json"));
        return new CheckpointFile(Path.Combine(FolderOf(scheme), "checkpoint.safetensors"), TimeSpan.FromSeconds(20));
    }

    /// <summary>Where a scheme's trained weights belong.</summary>
    public string WeightsOf(ImageScheme scheme) => Path.Combine(FolderOf(scheme), "parameters.safetensors");

    /// <summary>
    /// Keeps what a scheme found about its layers' scales and biases; <c>go:calibration=FILE</c> reads it.
    /// </summary>
    public void Write(ImageScheme scheme, GoCalibration calibration) =>
        GoCalibrationFile.Write(Path.Combine(FolderOf(scheme), Calibration), calibration);

    /// <summary>What a scheme found in an earlier run, or null.</summary>
    public GoCalibration? CalibrationOf(ImageScheme scheme)
    {
        string path = Path.Combine(FolderOf(scheme), Calibration);
        return File.Exists(path) ? GoCalibrationFile.Read(path) : null;
    }

    /// <summary>The curve of an earlier, unfinished run; empty if there is none.</summary>
    public IReadOnlyList<ImageCurvePoint> CurveOf(ImageScheme scheme)
    {
        string path = Path.Combine(FolderOf(scheme), "curve.csv");
        return File.Exists(path) ? ReadCurve(path) : [];
    }

    /// <summary>Keeps the curve of a run that goes on.</summary>
    public void Write(ImageScheme scheme, IEnumerable<ImageCurvePoint> curve)
    {
        var lines = curve.Select(p => $"{p.Step},{CsvText.Number(p.Loss)},{CsvText.Number(p.Snr)}\n")
            .Prepend(CurveHeader + "\n");
        AtomicFile.WriteText(Path.Combine(FolderOf(scheme), "curve.csv"), string.Concat(lines));
    }

    /// <summary>Writes what a scheme gave; <c>run.json</c> only where it is done.</summary>
    public void Write(ImageFitResult result, Image truth)
    {
        ArgumentNullException.ThrowIfNull(result);
        string folder = FolderOf(result.Scheme);
        Write(result.Scheme, result.Curve);
        PngWriter.Write(Path.Combine(folder, "reconstruction.png"), result.Reconstruction);
        PngWriter.Write(Path.Combine(folder, "error.png"), Error(result.Reconstruction, truth));
        if (result.Status == TrainingStatus.Stopped)
            return;
        AtomicFile.WriteText(Path.Combine(folder, "run.json"), JsonText.ToText(new JsonObject
        {
            ["scheme"] = result.Scheme.Name,
            ["status"] = EnumText.Of(result.Status),
            ["reason"] = result.Reason,
            ["steps"] = result.Steps,
            ["seconds"] = result.Seconds,
            ["signal"] = JsonText.Number(result.Quality.Signal),
            ["noise"] = JsonText.Number(result.Quality.Noise),
        }));
    }

    /// <summary>A scheme that was done with so many steps, or null.</summary>
    /// <exception cref="FileFormatException">There is one, but it cannot be read.</exception>
    /// <exception cref="IOException">The scheme has more steps already.</exception>
    public ImageFitResult? Find(ImageScheme scheme, long steps)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        string path = Path.Combine(FolderOf(scheme), "run.json");
        if (!File.Exists(path))
            return null;
        return JsonText.ReadFile(path, "something that is no run", "a run (remove its folder to repeat it)", json =>
        {
            TrainingStatus status = EnumText.Value<TrainingStatus>((string)json["status"]!, "status");
            long made = (long)json["steps"]!;
            if (status == TrainingStatus.Finished && made > steps)
                throw new IOException(
                    $"{FolderOf(scheme)} has {made} steps already; "
                    + $"--steps must be {made} or more, or --out another folder.");
            if (status == TrainingStatus.Finished && made < steps)
                return null;
            return new ImageFitResult(
                scheme,
                status,
                (string?)json["reason"],
                made,
                (double)json["seconds"]!,
                ReadCurve(Path.Combine(FolderOf(scheme), "curve.csv")),
                new ImageQuality(Number(json["signal"]), Number(json["noise"])),
                Image.Read(Path.Combine(FolderOf(scheme), "reconstruction.png")))
            {
                Calibration = CalibrationOf(scheme),
            };
        });
    }

    /// <summary>Writes <c>comparison.png</c>: the picture and what each scheme shows, side by side.</summary>
    public void WriteComparison(Image truth, IEnumerable<ImageFitResult> results)
    {
        ArgumentNullException.ThrowIfNull(truth);
        Image[] all = [.. results.Select(r => r.Reconstruction).Prepend(truth)];
        PngWriter.Write(Path.Combine(Folder, "comparison.png"), Image.Row(all, Math.Max(1, truth.Width / 32)));
    }

    /// <summary>Writes a document into the folder.</summary>
    public void Write(string file, JsonNode document) =>
        AtomicFile.WriteText(Path.Combine(Folder, file), JsonText.ToText(document));

    /// <summary>The absolute difference, white from <see cref="WhiteError"/> on.</summary>
    public static Image Error(Image shown, Image truth)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(truth);
        var error = new Matrix<double>(truth.Pixels.Rows, truth.Channels);
        for (int i = 0; i < error.Rows; i++)
        {
            for (int c = 0; c < truth.Channels; c++)
                error[i, c] = Math.Abs(Math.Clamp(shown.Pixels[i, c], 0, 1) - truth.Pixels[i, c]) / WhiteError;
        }

        return new Image(truth.Height, truth.Width, error);
    }

    string FolderOf(ImageScheme scheme) => Path.Combine(Folder, Run.FolderOf(scheme.Name));

    static ImageCurvePoint[] ReadCurve(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 2 || lines[0] != CurveHeader)
            throw new FileFormatException(path, "no curve", CurveHeader);
        return
        [
            .. lines.Skip(1).Select(line => line.Split(',')).Select(
                cells => new ImageCurvePoint(
                    long.Parse(cells[0], CultureInfo.InvariantCulture),
                    CsvText.Value(cells[1]),
                    CsvText.Value(cells[2]))),
        ];
    }

    static double Number(JsonNode? node) => (double?)node ?? double.NaN;
}
