using BenchmarkDotNet.Attributes;
using Kindling.LinearAlgebra;
using Kindling.Simd;

namespace Kindling.Benchmarks;

/// <summary>
/// The read-out of a network on 1024 points, double precision: ReLU features, one output, two threads.
/// </summary>
/// <remarks>Pivoted: a threshold so large that the proof of full rank fails and pivoting decides.</remarks>
public sealed class LeastSquaresBenchmarks : IDisposable
{
    const int Points = 1024;

    readonly WorkSharing _sharing = new(2);
    Matrix<double> _features = null!;
    Matrix<double> _targets = null!;
    LeastSquares<double> _solver = null!;
    LeastSquares<double> _pivoting = null!;

    [Params(4, 16, 64, 256)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        (_features, _targets) = (new(Points, Width), new(Points, 1));
        for (int i = 0; i < Points; i++)
        {
            _targets[i, 0] = Math.Sin(2 * Math.PI * i / Points);
            foreach (ref double x in _features.Row(i))
                x = Math.Max(0, random.NextDouble() - 0.5);
        }

        _solver = new(Points, Width, 1, null, 0, _sharing);
        _pivoting = new(Points, Width, 1, 0.2, 0, _sharing);
    }

    [GlobalCleanup]
    public void Dispose() => _sharing.Dispose();

    [Benchmark(Baseline = true)]
    public void Solve() => Run(_solver);

    [Benchmark]
    public void SolveWithPivoting() => Run(_pivoting);

    void Run(LeastSquares<double> solver)
    {
        solver.Begin(Points);
        solver.SetRows(0, Points, 0, Width, ref _features.Start(), _features.Stride);
        solver.SetRows(0, Points, Width, 1, ref _targets.Start(), _targets.Stride);
        solver.Solve();
    }
}
