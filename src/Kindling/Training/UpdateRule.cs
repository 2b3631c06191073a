using System.Numerics;
using Kindling.Simd;

namespace Kindling.Training;

/// <summary>What an optimizer does to one parameter, defined once for every element type and register width.</summary>
/// <remarks>The fields of an implementation are its settings and the constants of the current step.</remarks>
internal interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>The names of the state vectors, at most two, as PyTorch calls them. All start at zero.</summary>
    static abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The rule with the constants of a step.</summary>
    /// <param name="step">Counted from 1.</param>
    /// <param name="rate">The learning rate of this step.</param>
    TSelf At(long step, double rate);

    /// <summary>
    /// Updates parameters w and their state by the gradient g. State beyond <see cref="StateNames"/> is unused.
    /// </summary>
    void Update<T, V>(ref V w, V g, ref V first, ref V second)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;
}
