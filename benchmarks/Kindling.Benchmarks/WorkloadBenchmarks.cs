using BenchmarkDotNet.Attributes;
using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Problems;
using Kindling.Training;

namespace Kindling.Benchmarks;

/// <summary>Whole jobs on one thread: a training step and a draw.</summary>
public class WorkloadBenchmarks : IDisposable
{
    static readonly Network Network = Network.Plain(1, [.. Enumerable.Repeat(32, 8)], 1, Activations.Find("relu"));
    static readonly Network Wide = Network.Plain(512, [512], 1, Activations.Find("relu"));

    readonly Parameters<float> _parameters = Initializers.Find("he").Draw<float>(Network, new InitializationContext(1));
    readonly Parameters<float> _wide = new(Wide);
    readonly Initializer _raai = Initializers.Find("raai");
    readonly Initializer _orthogonal = Initializers.Find("orthogonal");
    Trainer<float> _trainer = null!;

    [GlobalSetup]
    public void Setup()
    {
        Problem problem = Functions.Find("sin").Create(new FunctionOptions { TrainPoints = 1024 });
        _trainer = new Trainer<float>(problem, Network, new TrainingOptions { BatchSize = 256, LearningRate = new(1e-4) });
    }

    [Benchmark]
    public void Train32x8Batch256() => _trainer.MakeSteps(_parameters, 1);

    [Benchmark]
    public void DrawRaai512() => _raai.Initialize(_wide, new InitializationContext(1));

    [Benchmark]
    public void DrawOrthogonal512() => _orthogonal.Initialize(_wide, new InitializationContext(1));

    public void Dispose()
    {
        _trainer?.Dispose();
        GC.SuppressFinalize(this);
    }
}
