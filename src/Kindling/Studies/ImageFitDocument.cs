using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.Problems;

namespace Kindling.Studies;

/// <summary>
/// The results of an image fit as JSON: <c>results.json</c>, and what <c>fit-image --json</c> prints.
/// </summary>
public static class ImageFitDocument
{
    /// <summary>The fields about the fit as a whole.</summary>
    public static JsonObject Of(ImageFit fit, ImageRegression regression, IReadOnlyList<ImageFitResult> results)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(regression);
        JsonObject document = fit.ToJson();
        document["width"] = regression.Image.Width;
        document["height"] = regression.Image.Height;
        document["channels"] = regression.Image.Channels;
        document["sampledPixels"] = regression.SampledPixels.Count;
        document["steps"] = fit.Steps;
        document["schemes"] = JsonText.List(results.Select(r => Scheme(fit, r)));
        return document;
    }

    /// <summary>A scheme's result; numbers that do not exist are null with a reason beside them.</summary>
    public static JsonObject Scheme(ImageFit fit, ImageFitResult result)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(result);
        ImageQuality quality = result.Quality;
        var json = new JsonObject
        {
            ["name"] = result.Scheme.Name,
            ["activation"] = result.Scheme.Activation,
            ["sample"] = fit.Sample,
            ["totalVariation"] = fit.TotalVariation,
            ["snr"] = JsonText.Number(quality.Snr),
            ["psnr"] = JsonText.Number(quality.Psnr),
            ["trainLoss"] = JsonText.Number(result.TrainLoss),
            ["secondsPerStep"] = result.SecondsPerStep,
            ["steps"] = result.Steps,
            ["status"] = EnumText.Of(result.Status),
        };
        if (result.Reason is not null)
            json["reason"] = result.Reason;
        if (!double.IsFinite(quality.Snr) || !double.IsFinite(quality.Psnr))
        {
            json["snrReason"] = double.IsNaN(quality.Noise) ? "the network's outputs are not finite"
                : quality.Noise == 0 ? "the picture is shown exactly: the ratio is infinite"
                : "the picture is black: there is no signal";
        }

        if (result.Calibration is not null)
            json["calibration"] = GoCalibrationFile.ToJson(result.Calibration);
        json["curve"] = JsonText.List(result.Curve.Select(p => new JsonObject
        {
            ["step"] = p.Step,
            ["loss"] = JsonText.Number(p.Loss),
            ["snr"] = JsonText.Number(p.Snr),
        }));
        return json;
    }
}
