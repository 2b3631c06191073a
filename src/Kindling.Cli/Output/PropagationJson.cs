using System.Diagnostics;
using System.Text.Json.Nodes;
using Kindling.Files;
using Kindling.Propagation;

namespace Kindling.Cli.Output;

/// <summary>A propagation as JSON.</summary>
static class PropagationJson
{
    public static void Fill(JsonObject document, PropagationResult result)
    {
        PropagationSettings settings = result.Settings;
        document["status"] = result.IsComplete ? "finished" : "stopped";
        document["scheme"] = settings.Scheme.ToString();
        document["activation"] = settings.Activation.Name;
        document["width"] = settings.Width;
        document["inputs"] = settings.Signals;
        document["inputCorrelation"] = settings.Correlation;
        document["networks"] = settings.Networks;
        document["points"] = JsonText.List(result.Points.Select(Point));
        document["speed"] = new JsonObject
        {
            ["secondsPerNetwork"] = JsonText.Number(result.Seconds.Count == 0 ? null : result.Seconds.Min()),
            ["secondsOfNetworks"] = JsonText.Numbers(result.Seconds),
            ["operationsPerNetwork"] = settings.OperationsPerNetwork,
            ["gflops"] = JsonText.Number(1e-9 * result.OperationsPerSecond),
            ["peakGflops"] = 1e-9 * result.Peak,
            ["shareOfPeak"] = JsonText.Number(result.ShareOfPeak),
            ["peakMemoryBytes"] = Process.GetCurrentProcess().PeakWorkingSet64,
        };
    }

    static JsonObject Point(PropagationPoint point)
    {
        var json = new JsonObject
        {
            ["weightVariance"] = JsonText.Number(point.WeightVariance),
            ["layer"] = point.Layer,
            ["networks"] = point.Networks,
            ["lengthMean"] = JsonText.Number(point.Length.Mean),
            ["lengthStd"] = JsonText.Number(point.Length.Deviation),
            ["lengthTheory"] = JsonText.Number(point.LengthTheory),
            ["correlationMean"] = JsonText.Number(point.Correlation.Mean),
            ["correlationStd"] = JsonText.Number(point.Correlation.Deviation),
            ["correlationTheory"] = JsonText.Number(point.CorrelationTheory),
            ["lengthStdOfNetworks"] = JsonText.Number(point.NetworkLengths.Deviation),
            ["correlationStdOfNetworks"] = JsonText.Number(point.NetworkCorrelations.Deviation),
        };
        if (!double.IsFinite(point.Length.Mean))
            json["reason"] = "the signal overflows in this precision";
        else if (point.Correlation.Count == 0)
            json["reason"] = "the signal is 0 in this precision, and has no correlations";
        if (point.WeightVariance is null)
            json["weightVarianceReason"] = "the scheme has no single one, and no theory of large width";
        return json;
    }
}
