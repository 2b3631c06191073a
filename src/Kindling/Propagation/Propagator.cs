using System.Diagnostics;
using System.Numerics;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Propagation;

/// <summary>
/// Sends signals through deep wide networks and measures length and correlation (RAAI, Figs. 2 to 5).
/// </summary>
/// <remarks>
/// Weights are drawn layer by layer and never kept (<see cref="LayerPropagator{T}"/>), so that depth costs no memory:
/// 1024 signals, width 2048 and 512 layers take some 100 MB. Results depend on the settings and the precision alone,
/// not on the number of threads.
/// </remarks>
public static class Propagator
{
    /// <summary>Runs all networks, one after the other, each on all threads.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="progress">Called after each layer, on the calling thread; or null.</param>
    /// <param name="cancellation">Ends the run after the layer at hand; finished networks are kept.</param>
    /// <typeparam name="T">float or double: the precision signals are computed in.</typeparam>
    /// <exception cref="ArgumentException">A setting is out of range, or the scheme has no weight variance.</exception>
    public static PropagationResult Run<T>(
        PropagationSettings settings,
        Action<PropagationProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        IReadOnlyList<LayerwiseInitializer> schemes = settings.Schemes();
        long start = Stopwatch.GetTimestamp();
        double peak = MultiplyAddPeak.Measure<T>(settings.Threads);
        Network network = settings.Network();
        using var layers = new LayerPropagator<T>(network, settings.Signals, settings.Threads);
        var statistics = new SignalStatistics<T>(settings.Signals, layers.Sharing);
        var points = new List<PropagationPoint>();
        var seconds = new List<double>();
        for (int v = 0; v < schemes.Count && !cancellation.IsCancellationRequested; v++)
        {
            PropagationPoint[] here = Points(settings, schemes[v], network);
            for (int n = 0; n < settings.Networks; n++)
            {
                long begin = Stopwatch.GetTimestamp();
                bool done = TryRunNetwork(
                    settings, schemes[v], settings.Seed + (ulong)n, layers, statistics, here, Report, cancellation);
                if (!done)
                    break;
                seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);

                void Report(int layer)
                {
                    double networks = (v * settings.Networks) + n + (layer / (double)settings.Layers[^1]);
                    double share = networks / (schemes.Count * settings.Networks);
                    progress?.Invoke(new(
                        here[0].WeightVariance, n + 1, layer, share, Stopwatch.GetElapsedTime(start)));
                }
            }

            points.AddRange(here.Where(p => p.Networks > 0));
        }

        return new()
        {
            Settings = settings,
            Points = points,
            Seconds = seconds,
            Peak = Math.Max(peak, MultiplyAddPeak.Measure<T>(settings.Threads)),
            IsComplete = seconds.Count == schemes.Count * settings.Networks,
        };
    }

    /// <summary>Adds one network to the points; adds nothing and returns false if it was cancelled.</summary>
    static bool TryRunNetwork<T>(
        PropagationSettings settings,
        LayerwiseInitializer scheme,
        ulong seed,
        LayerPropagator<T> layers,
        SignalStatistics<T> statistics,
        PropagationPoint[] points,
        Action<int> report,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var measured = new (SampleMoments Length, SampleMoments Correlation)[points.Length];
        layers.Begin(settings.Correlation, seed);
        for (int layer = 1, next = 0; next < points.Length; layer++)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            layers.Enter(layer - 1, scheme, seed);
            if (settings.Layers[next] == layer)
                measured[next++] = statistics.Measure(layers.PreActivations, layers.Signals);
            layers.Leave();
            report(layer);
        }

        for (int i = 0; i < points.Length; i++)
            points[i] = points[i].With(measured[i].Length, measured[i].Correlation);
        return true;
    }

    /// <summary>The layers at one weight variance, with their theory and without networks.</summary>
    static PropagationPoint[] Points(PropagationSettings settings, LayerwiseInitializer scheme, Network network)
    {
        double? weightVariance = PropagationTheory.WeightVariance(scheme, network);
        IReadOnlyList<(double Length, double Correlation)>? theory =
            PropagationTheory.Of(scheme, network, settings.Correlation, settings.Layers);
        return
        [
            .. settings.Layers.Select((layer, i) => new PropagationPoint
            {
                WeightVariance = weightVariance,
                Layer = layer,
                LengthTheory = theory?[i].Length,
                CorrelationTheory = theory?[i].Correlation,
            }),
        ];
    }
}
