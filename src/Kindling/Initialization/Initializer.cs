using System.Numerics;
using Kindling.Networks;

namespace Kindling.Initialization;

/// <summary>A scheme that draws the initial parameters of a network.</summary>
/// <remarks>
/// A scheme is immutable and may be used from several threads. Equal context seeds give equal bits, whatever the
/// number of threads; a layer's numbers depend on the seed and the layer's index alone, so that a deeper network starts
/// with the same first layers (all but go, which calibrates the layers together). Under the NTK parameterization a
/// scheme draws what makes the network compute the same function as under the standard one (it divides by the layer's
/// scales).
/// </remarks>
public abstract class Initializer
{
    readonly SchemeDescription _description;

    /// <summary>Makes a scheme.</summary>
    /// <param name="description">What users read about it.</param>
    /// <param name="options">Valid options that the scheme has.</param>
    protected Initializer(SchemeDescription description, InitializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        _description = description;
        Options = options ?? InitializerOptions.None;
    }

    /// <summary>The name in commands, files and results, e.g. <c>he</c>.</summary>
    public string Name => _description.Name;

    /// <summary>Other names of the same scheme, e.g. <c>kaiming</c>.</summary>
    public IReadOnlyList<string> Aliases => _description.Aliases;

    /// <summary>Where the scheme comes from: authors, year, equation or section.</summary>
    public string Source => _description.Source;

    /// <summary>The architectures and activations it was made for, in words.</summary>
    public string MadeFor => _description.MadeFor;

    /// <summary>One line on when to use it.</summary>
    public string Summary => _description.Summary;

    /// <summary>The names of the options this scheme takes, as in <see cref="InitializerOptions.Names"/>.</summary>
    public IReadOnlyList<string> OptionNames => _description.Options;

    /// <summary>
    /// The option that a value without a name is for, as in <c>go:calibration.json</c>; null if there is none.
    /// </summary>
    public virtual string? MainOption => null;

    /// <summary>The options this instance was made with; those left open have the scheme's own defaults.</summary>
    public InitializerOptions Options { get; }

    /// <summary>True if it cannot draw without the training inputs.</summary>
    public virtual bool NeedsData => false;

    /// <summary>The same scheme with other options.</summary>
    /// <param name="options">May set the options in <see cref="OptionNames"/> and no others.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the scheme does not have it.</exception>
    public Initializer With(InitializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        foreach (string name in InitializerOptions.Names)
        {
            if (options.Get(name) is not null && !OptionNames.Contains(name))
                throw new ArgumentException(InitializerOptions.NotTaken(this, name), nameof(options));
        }

        if (options.HasCriticalWeightVariance && !TakesCriticalWeightVariance)
        {
            throw new ArgumentException(
                $"initializer '{Name}' takes a number for weight_variance; aci takes 'critical', and the schemes "
                + "critical and critical_orthogonal always do.",
                nameof(options));
        }

        return options == Options ? this : Configure(options);
    }

    /// <summary>What a user of this scheme on this network should know; empty where it is at home.</summary>
    public virtual IReadOnlyList<string> Warnings(Network network) => [];

    /// <summary>True if a comparison that names no schemes should try this one on this network.</summary>
    /// <remarks>Variants of one idea (normal and uniform draws of one variance) do not all say yes.</remarks>
    public virtual bool SuitsByDefault(Network network) => Warnings(network).Count == 0;

    /// <summary>Draws all parameters.</summary>
    /// <param name="parameters">Overwritten completely.</param>
    /// <param name="context">The seed, and the training inputs where there are any.</param>
    /// <exception cref="ArgumentException">
    /// The scheme cannot draw this network, or needs inputs that are not there.
    /// </exception>
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

    /// <summary>
    /// The name and the options that were set, as <see cref="Initializers.Parse"/> reads them: <c>aci:k=50</c>.
    /// </summary>
    public sealed override string ToString() => Name + Options.ToText();

    /// <summary>True if the theory may choose its weight variance: <c>weight_variance=critical</c>.</summary>
    protected virtual bool TakesCriticalWeightVariance => false;

    /// <summary>Makes the instance for options that are valid and that this scheme has.</summary>
    protected virtual Initializer Configure(InitializerOptions options) => this;
}
