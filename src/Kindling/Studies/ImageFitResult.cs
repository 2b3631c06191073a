using Kindling.Files;
using Kindling.Initialization;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>A point of a scheme's curve.</summary>
/// <param name="Step">Steps made.</param>
/// <param name="Loss">The training loss (C.2), its first term over at most 16,384 sampled pixels.</param>
/// <param name="Snr">The signal-to-noise ratio in dB over the picture, or over 16,384 pixels of a larger one.</param>
public sealed record ImageCurvePoint(long Step, double Loss, double Snr);

/// <summary>How a scheme fitted the picture.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Status">How training ended.</param>
/// <param name="Reason">Why it stopped or diverged, or null.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Seconds">Time of the steps.</param>
/// <param name="Curve">Loss and SNR over the steps, the start first.</param>
/// <param name="Quality">Over all pixels of the picture, those trained on included.</param>
/// <param name="Reconstruction">What the network shows at every pixel.</param>
public sealed record ImageFitResult(
    ImageScheme Scheme,
    TrainingStatus Status,
    string? Reason,
    long Steps,
    double Seconds,
    IReadOnlyList<ImageCurvePoint> Curve,
    ImageQuality Quality,
    Image Reconstruction)
{
    /// <summary>What a scheme that calibrates itself found; null for others.</summary>
    public GoCalibration? Calibration { get; init; }

    /// <summary>The training loss at the end.</summary>
    public double TrainLoss => Curve[^1].Loss;

    /// <summary>Mean time of a step; 0 where none was made.</summary>
    public double SecondsPerStep => Steps == 0 ? 0 : Seconds / Steps;
}
