using System.Text.Json.Nodes;
using Kindling.Workloads;

namespace Kindling.Cli.Output;

/// <summary>A measured speed as JSON.</summary>
static class BenchJson
{
    public static JsonObject Of(WorkloadResult result, double peak)
    {
        Workload workload = result.Workload;
        var document = new JsonObject
        {
            ["name"] = workload.Name,
            ["secondsPerStep"] = result.SecondsPerStep,
            ["medianSecondsPerStep"] = result.MedianSecondsPerStep,
            ["gflops"] = result.Gflops,
            ["peakGflops"] = peak,
            ["shareOfPeak"] = result.Gflops / peak,
            ["threads"] = workload.Threads,
            ["runs"] = workload.Runs,
            ["steps"] = result.Steps,
            ["repeats"] = result.Repeats,
            ["precision"] = workload.IsDouble ? "double" : "single",
        };
        if (result.Gflops is null)
            document["gflopsReason"] = "gflops counts the operations of matrix products, of which this job has none";
        foreach ((string key, object value) in workload.Settings)
            document[key] = value switch
            {
                int number => number,
                bool flag => flag,
                _ => value.ToString(),
            };
        return document;
    }
}
