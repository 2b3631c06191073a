using System.Numerics;
using Kindling.Files;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>Fits a picture with one scheme after the other, each on all threads.</summary>
/// <remarks>
/// Results do not depend on the number of threads. With a folder, schemes that are done are read back, and the one that
/// was interrupted goes on from its checkpoint as if it had not been, to the bit; also with more steps than before.
/// </remarks>
public abstract class ImageFitExecutor
{
    readonly Lock _lock = new();
    ImageFitProgress? _progress;

    /// <summary>Prepares a fit.</summary>
    /// <param name="fit">What to do.</param>
    /// <param name="image">The picture; alpha is laid on white.</param>
    /// <param name="threads">Threads to use, 1 or more.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the networks do not fit into
    /// memory.</exception>
    public static ImageFitExecutor For(ImageFit fit, Image image, int threads)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var regression = new ImageRegression(image.OnWhite(), fit.RegressionOptions);
        return fit.Precision == Precision.Single
            ? new ImageFitExecutor<float>(fit, regression, threads)
            : new ImageFitExecutor<double>(fit, regression, threads);
    }

    /// <summary>The picture and its sampled pixels.</summary>
    public abstract ImageRegression Regression { get; }

    /// <summary>How far the scheme at hand is, or null before the first.</summary>
    public ImageFitProgress? Progress
    {
        get
        {
            lock (_lock)
                return _progress;
        }

        protected set
        {
            lock (_lock)
                _progress = value;
        }
    }

    /// <summary>Works until all schemes are done or it is cancelled.</summary>
    /// <param name="store">Where everything is kept, or null.</param>
    /// <param name="onResult">Told of each scheme as it is done.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>
    /// The schemes in the order of the fit; after a cancellation the last one is stopped and others are missing.
    /// </returns>
    public abstract IReadOnlyList<ImageFitResult> Execute(
        ImageFitStore? store = null, Action<ImageFitResult>? onResult = null, CancellationToken cancellation = default);
}

/// <summary>How far a scheme is.</summary>
/// <param name="Scheme">Its name.</param>
/// <param name="Place">Its place among the schemes, counted from 1.</param>
/// <param name="Step">Steps made.</param>
/// <param name="Snr">The SNR at the last curve point, NaN before the first.</param>
public sealed record ImageFitProgress(string Scheme, int Place, long Step, double Snr);

/// <inheritdoc cref="ImageFitExecutor"/>
internal sealed class ImageFitExecutor<T> : ImageFitExecutor
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly ImageFit _fit;
    readonly int _threads;

    public ImageFitExecutor(ImageFit fit, ImageRegression regression, int threads)
    {
        (_fit, Regression, _threads) = (fit, regression, threads);
        foreach (ImageScheme scheme in fit.Schemes)
        {
            fit.NetworkOf(scheme, regression.Problem).RequireMemory<T>(RunExecutor.CopiesPerRun);
            bool calibrates =
                Initializers.Parse(scheme.Initializer) is GloballyOrthogonal { Options.Calibration: null };
            if (calibrates && regression.SampledPixels.Count == 1)
            {
                throw new ArgumentException(
                    $"{scheme.Name} calibrates itself on the sampled pixels and needs 2 or more; there is 1.");
            }
        }
    }

    public override ImageRegression Regression { get; }

    public override IReadOnlyList<ImageFitResult> Execute(
        ImageFitStore? store = null, Action<ImageFitResult>? onResult = null, CancellationToken cancellation = default)
    {
        var results = new List<ImageFitResult>();
        foreach (ImageScheme scheme in _fit.Schemes)
        {
            if (cancellation.IsCancellationRequested)
                break;
            ImageFitResult? there = store?.Find(scheme, _fit.Steps);
            results.Add(there ?? Execute(scheme, results.Count + 1, store, cancellation));
            onResult?.Invoke(results[^1]);
        }

        return results;
    }

    ImageFitResult Execute(ImageScheme scheme, int place, ImageFitStore? store, CancellationToken cancellation)
    {
        Network network = _fit.NetworkOf(scheme, Regression.Problem);
        Progress = new ImageFitProgress(scheme.Name, place, 0, double.NaN);
        using var viewer = new PixelEvaluator<T>(Regression, network, _threads);
        CheckpointFile? checkpoint = store?.Begin(scheme);
        TrainingOptions options = _fit.OptionsOf(_threads) with { ErrorPoints = PixelEvaluator<T>.MostCurvePixels };
        using var trainer = new Trainer<T>(Regression.Problem, network, options);
        var curve = new SortedDictionary<long, ImageCurvePoint>(
            (store?.CurveOf(scheme) ?? []).ToDictionary(p => p.Step));
        GoCalibration? calibration = store?.CalibrationOf(scheme);
        bool resumes = checkpoint is not null && File.Exists(checkpoint.Path); // Then the start is of no use.
        TrainingResult<T> result = trainer.Run(
            resumes
                ? new Parameters<T>(network)
                : Draw(scheme, network, found => calibration = Keep(store, scheme, found)),
            point =>
            {
                double snr = viewer.OnCurvePixels(trainer.Current!).Snr;
                curve[point.Step] = new ImageCurvePoint(point.Step, point.Loss, snr);
                Progress = new ImageFitProgress(scheme.Name, place, point.Step, snr);
                store?.Write(scheme, curve.Values);
            },
            checkpoint,
            cancellation);
        (Image shown, ImageQuality quality) = viewer.OnAllPixels(result.Final);
        var all = result.Curve.Select(
            p => new ImageCurvePoint(p.Step, p.Loss, curve.GetValueOrDefault(p.Step)?.Snr ?? double.NaN));
        var done = new ImageFitResult(
            scheme, result.Status, result.Reason, result.Steps, result.Seconds, [.. all], quality, shown)
        {
            Calibration = calibration,
        };
        if (store is not null)
        {
            var metadata = WeightMetadata.Of(Regression.Problem);
            WeightFile.Write(store.WeightsOf(scheme), result.Final, scheme.Initializer, _fit.Seed, metadata);
            store.Write(done, Regression.Image);
        }

        return done;
    }

    Parameters<T> Draw(ImageScheme scheme, Network network, Action<GoCalibration> onCalibrated) =>
        Initializers.Parse(scheme.Initializer).Draw<T>(
            network,
            new InitializationContext(_fit.Seed, Regression.Problem.Terms[0].Data.Inputs)
            {
                Threads = _threads,
                OnCalibrated = onCalibrated,
            });

    static GoCalibration Keep(ImageFitStore? store, ImageScheme scheme, GoCalibration calibration)
    {
        store?.Write(scheme, calibration);
        return calibration;
    }
}
