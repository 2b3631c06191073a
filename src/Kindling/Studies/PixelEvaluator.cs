using System.Numerics;
using Kindling.Files;
using Kindling.LinearAlgebra;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Sampling;
using Kindling.Simd;

namespace Kindling.Studies;

/// <summary>What a network shows at the pixels of a picture, on several threads.</summary>
internal sealed class PixelEvaluator<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Curves of larger pictures are measured on so many of their pixels.</summary>
    public const int MostCurvePixels = 16384;

    const int BlockPixels = 2048;

    readonly ImageRegression _regression;
    readonly WorkSharing _sharing;
    readonly Evaluator<T>[] _evaluators;
    readonly int[] _curvePixels;

    public PixelEvaluator(ImageRegression regression, Network network, int threads)
    {
        _regression = regression;
        _sharing = new WorkSharing(threads);
        _evaluators = [.. Enumerable.Range(0, threads).Select(_ => new Evaluator<T>(network))];
        int pixels = regression.Image.Pixels.Rows;
        _curvePixels = pixels <= MostCurvePixels
            ? [.. Enumerable.Range(0, pixels)]
            : [.. RandomStream.Create(0, "curve pixels").NextPermutation(pixels).Take(MostCurvePixels).Order()];
    }

    /// <summary>The quality over the pixels on which curves are measured.</summary>
    public ImageQuality OnCurvePixels(Parameters<T> parameters)
    {
        var truth = new Matrix<double>(_curvePixels.Length, _regression.Image.Channels);
        _regression.Image.Pixels.GatherRows(_curvePixels, truth);
        return ImageQuality.Of(truth, Colors(parameters, _curvePixels));
    }

    /// <summary>The whole picture as the network shows it, and its quality.</summary>
    public (Image Shown, ImageQuality Quality) OnAllPixels(Parameters<T> parameters)
    {
        Image image = _regression.Image;
        Matrix<double> colors = Colors(parameters, [.. Enumerable.Range(0, image.Pixels.Rows)]);
        return (new Image(image.Height, image.Width, colors), ImageQuality.Of(image.Pixels, colors));
    }

    public void Dispose() => _sharing.Dispose();

    Matrix<double> Colors(Parameters<T> parameters, int[] pixels)
    {
        var colors = new Matrix<double>(pixels.Length, _regression.Image.Channels);
        int blocks = (pixels.Length + BlockPixels - 1) / BlockPixels, next = -1;
        _sharing.Run(Math.Min(_evaluators.Length, blocks), lane =>
        {
            for (int b = Interlocked.Increment(ref next); b < blocks; b = Interlocked.Increment(ref next))
            {
                int first = b * BlockPixels;
                ReadOnlySpan<int> block = pixels.AsSpan(first, Math.Min(BlockPixels, pixels.Length - first));
                Matrix<T> outputs = _evaluators[lane].Predict(parameters, _regression.Places(block).To<T>());
                for (int i = 0; i < outputs.Rows; i++)
                {
                    for (int c = 0; c < outputs.Columns; c++)
                        colors[first + i, c] = double.CreateTruncating(outputs[i, c]);
                }
            }
        });
        _regression.ToColors(colors);
        return colors;
    }
}
