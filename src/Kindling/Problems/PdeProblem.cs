namespace Kindling.Problems;

/// <summary>A linear differential equation that comes with the library, with its exact solution.</summary>
public sealed class PdeProblem
{
    readonly Func<PdeOptions, Domain, DifferentialProblem> _build;
    readonly Domain _domain;

    internal PdeProblem(
        string name,
        string equation,
        string source,
        Domain domain,
        Func<PdeOptions, Domain, DifferentialProblem> build) =>
        (Name, Equation, Source, _domain, _build) = (name, equation, source, domain, build);

    /// <summary>The name in commands.</summary>
    public string Name { get; }

    /// <summary>The equation, where it holds, and its conditions, in one line.</summary>
    public string Equation { get; }

    /// <summary>Where it comes from.</summary>
    public string Source { get; }

    /// <summary>Makes the problem. Equal options give equal points.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Problem Create(PdeOptions? options = null)
    {
        options ??= new PdeOptions();
        options.Require();
        return _build(options, _domain).Described(Equation).Build(options.Seed);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How a built-in differential equation is posed.</summary>
public sealed record PdeOptions
{
    /// <summary>Points along each coordinate: side^d in the domain, side^(d-1) on a face. 2 or more.</summary>
    public int Side { get; init; } = 32;

    /// <summary>How the points are placed.</summary>
    public PointSpread Spread { get; init; } = PointSpread.Grid;

    /// <summary>Whether training draws new points at every step; not for grids.</summary>
    public bool Redrawn { get; init; }

    /// <summary>
    /// The weight of the equation against its conditions (Cyr et al. 2019, epsilon of eq. 19); finite and above 0.
    /// </summary>
    public double EquationWeight { get; init; } = 1;

    /// <summary>Chooses points that are random.</summary>
    public ulong Seed { get; init; }

    /// <summary>The middle of the tent that is transported, in (0, 1).</summary>
    public double TentCenter { get; init; } = 0.4;

    /// <summary>Half the width of the tent, above 0.</summary>
    public double TentHalfWidth { get; init; } = 0.3;

    /// <summary>Points in a domain.</summary>
    internal PointCloud Inside(Domain domain) => new(domain, (int)Math.Pow(Side, domain.Dimensions), Spread, Redrawn);

    /// <summary>Points on a face.</summary>
    internal PointCloud On(Domain face) => new(face, (int)Math.Pow(Side, face.Dimensions - 1), Spread, Redrawn);

    /// <summary>The tent function: 1 at its centre, 0 outside its half width.</summary>
    internal double Tent(double x) => Math.Max(0, 1 - (Math.Abs(x - TentCenter) / TentHalfWidth));

    internal void Require()
    {
        if (Side is < 2 or > 4096)
            throw new ArgumentException(
                $"there are {Side} points along each coordinate; it must be 2 to 4096.", nameof(Side));
        if (Redrawn && Spread == PointSpread.Grid)
            throw new ArgumentException(
                "a grid is the same at every draw: take uniform or sobol points to redraw them.", nameof(Redrawn));
        if (!(EquationWeight > 0) || !double.IsFinite(EquationWeight))
            throw new ArgumentException(
                $"the weight of the equation is {EquationWeight}; it must be finite and above 0.",
                nameof(EquationWeight));
        if (!(TentCenter > 0 && TentCenter < 1))
            throw new ArgumentException(
                $"the centre of the tent is {TentCenter}; it must be between 0 and 1.", nameof(TentCenter));
        if (!(TentHalfWidth > 0) || !double.IsFinite(TentHalfWidth))
            throw new ArgumentException(
                $"the half width of the tent is {TentHalfWidth}; it must be above 0.", nameof(TentHalfWidth));
    }
}
