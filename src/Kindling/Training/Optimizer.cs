using System.Numerics;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>An update rule and its state, over one flat parameter vector.</summary>
/// <remarks>
/// A step is <see cref="BeginStep"/> once, then <see cref="Update"/> for ranges that together cover the vector once;
/// ranges may be updated on several threads. Elements are independent, so the ranges never change a bit.
/// </remarks>
internal abstract class Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Steps begun so far.</summary>
    public long Steps { get; protected set; }

    /// <summary>The state vectors by name (moments), each as long as the parameters: for checkpoints.</summary>
    public abstract IReadOnlyList<(string Name, AlignedArray<T> Values)> State { get; }

    /// <summary>Starts a step with this learning rate.</summary>
    public abstract void BeginStep(double rate);

    /// <summary>Updates parameters [start, start + gradient.Length) by their gradient.</summary>
    public abstract void Update(Span<T> parameters, ReadOnlySpan<T> gradient, int start);

    /// <summary>Sets the step counter when a run resumes.</summary>
    public void Resume(long steps) => Steps = steps;
}
