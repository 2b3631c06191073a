using Kindling.Initialization;
using Kindling.Networks;
using Kindling.Simd;

namespace Kindling.Workloads;

/// <summary>
/// Draws of initial weights. Several runs are independent draws, one thread each; one run uses all threads.
/// </summary>
public sealed class DrawWorkload : Workload
{
    /// <summary>The scheme.</summary>
    public required Initializer Scheme { get; init; }

    /// <summary>What is drawn.</summary>
    public required Network Network { get; init; }

    /// <inheritdoc/>
    public override string Name =>
        $"draw {Scheme.Name}, {Network.Layers[0].FanOut} x {Network.Layers[0].FanIn}"
        + (Network.Depth > 1 ? $", {Network.Depth} layers" : "") + (Runs > 1 ? $", {Runs} runs" : "");

    /// <inheritdoc/>
    public override double OperationsPerStep => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Key, object Value)> Settings =>
    [
        ("kind", "draw"),
        ("init", Scheme.Name),
        ("inputs", Network.Inputs),
        ("width", Network.Width),
        ("depth", Network.Depth),
    ];

    /// <inheritdoc/>
    /// <remarks>Allocates once: what is measured is the draw, not the system's first touch of fresh memory.</remarks>
    protected override Action<int> Prepare<T>()
    {
        int threads = Math.Min(Threads, Runs), perDraw = Runs == 1 ? Threads : 1;
        WorkSharing sharing = Own(new WorkSharing(threads));
        Parameters<T>[] targets = [.. Enumerable.Range(0, threads).Select(_ => new Parameters<T>(Network))];
        return steps =>
        {
            for (int s = 0; s < steps; s++)
            {
                sharing.Run(threads, t =>
                {
                    for (int run = t; run < Runs; run += threads)
                        Scheme.Initialize(targets[t], new InitializationContext((ulong)run) { Threads = perDraw });
                });
            }
        };
    }
}
