using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Kindling.Networks;

namespace Kindling.Benchmarks;

/// <summary>
/// One activation over 4096 floats: value, value with slope, and System.Numerics.Tensors where it has the function.
/// </summary>
public class ActivationBenchmarks
{
    readonly float[] _z = new float[4096];
    readonly float[] _y = new float[4096];
    readonly float[] _slope = new float[4096];
    ActivationKernels<float> _kernels = null!;

    /// <summary>The activation.</summary>
    [Params("relu", "tanh", "gelu", "sin")]
    public string Activation { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        foreach (ref float z in _z.AsSpan())
            z = (random.NextSingle() * 8) - 4;
        _kernels = Activations.Find(Activation).Kernels<float>();
    }

    [Benchmark]
    public void Value() => _kernels.Apply(_z, _y);

    [Benchmark]
    public void ValueAndSlope() => _kernels.Jet1(_z, _y, _slope);

    [Benchmark(Baseline = true)]
    public void TensorPrimitivesValue()
    {
        switch (Activation)
        {
            case "tanh":
                TensorPrimitives.Tanh(_z, _y);
                break;
            case "sin":
                TensorPrimitives.Sin(_z, _y);
                break;
            case "relu":
                TensorPrimitives.Max(_z, 0f, _y);
                break;
            default:
                TensorPrimitives.Sigmoid(_z, _y);
                break;
        }
    }
}
