using System.Numerics;
using Kindling.LinearAlgebra;
using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>A scheme that draws the initial parameters of a network.</summary>
/// <remarks>
/// A scheme is immutable and may be used from several threads. Equal context seeds give equal bits, whatever the
/// number of threads. Under the NTK parameterization a scheme draws what makes the network compute the same
/// function as under the standard one (it divides by the layer's scales).
/// </remarks>
public abstract class Initializer
{
    /// <summary>The name in commands, files and results, e.g. <c>he</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Other names of the same scheme, e.g. <c>kaiming</c>.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>Where the scheme comes from: authors, year, equation or section.</summary>
    public abstract string Source { get; }

    /// <summary>The architectures and activations it was made for, in words.</summary>
    public abstract string MadeFor { get; }

    /// <summary>One line on when to use it.</summary>
    public abstract string Summary { get; }

    /// <summary>True if it cannot draw without the training inputs.</summary>
    public virtual bool NeedsData => false;

    /// <summary>What a user of this scheme on this network should know; empty where it is at home.</summary>
    public virtual IReadOnlyList<string> Warnings(Network network) => [];

    /// <summary>Draws all parameters.</summary>
    /// <param name="parameters">Overwritten completely.</param>
    /// <param name="context">The seed, and the training inputs where there are any.</param>
    /// <exception cref="ArgumentException">The scheme cannot draw this network, or needs inputs that are not there.</exception>
    public abstract void Initialize<T>(Parameters<T> parameters, InitializationContext context)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Draws a new parameter set.</summary>
    public Parameters<T> Draw<T>(Network network, InitializationContext context)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameters = new Parameters<T>(network);
        Initialize(parameters, context);
        return parameters;
    }
}

/// <summary>What an initializer may look at.</summary>
/// <param name="Seed">Equal seeds give equal parameters.</param>
/// <param name="Inputs">The training inputs [samples, inputs], or null where there is no data.</param>
public sealed record InitializationContext(ulong Seed, Matrix<double>? Inputs = null)
{
    /// <summary>How many threads a scheme may use; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
