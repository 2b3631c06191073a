using Kindling.Networks;

namespace Kindling.Problems;

/// <summary>The differential equations that come with the library, by name.</summary>
public static class PdeProblems
{
    const double Pi = Math.PI;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PdeProblem> All { get; } =
    [
        Transport("transport", "1", _ => 1, (o, x, t) => o.Tent(x - t)),
        Transport("transport_variable", "x", p => p[0], (o, x, t) => o.Tent(x * Math.Exp(-t))),
        new(
            "poisson",
            "-(u_xx + u_yy) = 2 pi^2 sin(pi x) sin(pi y) on the unit square, u = 0 on its boundary",
            "a standard test",
            Domain.Unit(2),
            Poisson),
        new(
            "helmholtz",
            "u_xx + u_yy + u = f on [-1, 1]^2, u = 0 on its boundary, for u = sin(pi x) sin(4 pi y)",
            "Wang, Teng and Perdikaris 2021",
            new Domain([-1, -1], [1, 1]),
            Helmholtz),
        new(
            "heat",
            "u_t = 0.1 u_xx on [0, 1]^2, u(x, 0) = sin(pi x), u = 0 at both ends",
            "a standard test",
            Domain.Unit(2),
            Heat),
        new(
            "wave",
            "u_tt = u_xx on [0, 1]^2, u(x, 0) = sin(pi x), u_t(x, 0) = 0, u = 0 at both ends",
            "a standard test",
            Domain.Unit(2),
            Wave),
    ];

    /// <summary>The equation of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message has the nearest name and all.</exception>
    public static PdeProblem Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = name.Trim().ToLowerInvariant().Replace('-', '_');
        return All.FirstOrDefault(p => p.Name == key)
            ?? throw new ArgumentException(NearestName.Unknown("problem", key, All.Select(p => p.Name)), nameof(name));
    }

    static LinearOperator D(int i) => LinearOperator.Derivative(i);

    static LinearOperator D(int i, int j) => LinearOperator.Derivative(i, j);

    /// <summary>
    /// u_t + a u_x = 0 with inputs (x, t): a u_x and not (a u)_x as eq. 19 prints, which has another solution.
    /// </summary>
    static PdeProblem Transport(
        string name,
        string velocity,
        Func<ReadOnlySpan<double>, double> a,
        Func<PdeOptions, double, double, double> exact)
    {
        LinearOperator equation = velocity == "1" ? D(1) + D(0) : D(1) + D(0).Times(a, velocity);
        return new(
            name,
            $"u_t + {(velocity == "1" ? "" : velocity + " ")}u_x = 0 on the unit square, u(x, 0) = a tent, u(0, t) = 0",
            "Cyr et al. 2019, section 5.3",
            Domain.Unit(2),
            (options, square) => new DifferentialProblem(name, square, "x", "t")
                .Equation(equation, options.Inside(square), weight: options.EquationWeight)
                .Condition("start", options.On(square.Face(1)), p => exact(options, p[0], 0))
                .Condition("inflow", options.On(square.Face(0)), p => exact(options, 0, p[1]))
                .Exact(p => exact(options, p[0], p[1])));
    }

    static DifferentialProblem Poisson(PdeOptions options, Domain square)
    {
        static double U(ReadOnlySpan<double> p) => Math.Sin(Pi * p[0]) * Math.Sin(Pi * p[1]);
        return OnBoundary(
            new DifferentialProblem("poisson", square, "x", "y").Equation(
                -LinearOperator.Laplacian(2), options.Inside(square), p => 2 * Pi * Pi * U(p), options.EquationWeight),
            options,
            square).Exact(U);
    }

    static DifferentialProblem Helmholtz(PdeOptions options, Domain square)
    {
        static double U(ReadOnlySpan<double> p) => Math.Sin(Pi * p[0]) * Math.Sin(4 * Pi * p[1]);
        return OnBoundary(
            new DifferentialProblem("helmholtz", square, "x", "y").Equation(
                LinearOperator.Laplacian(2) + LinearOperator.Identity,
                options.Inside(square),
                p => (1 - (17 * Pi * Pi)) * U(p),
                options.EquationWeight),
            options,
            square).Exact(U);
    }

    static DifferentialProblem Heat(PdeOptions options, Domain square)
    {
        const double K = 0.1;
        return Ends(
            new DifferentialProblem("heat", square, "x", "t")
                .Equation(D(1) - (K * D(0, 0)), options.Inside(square), weight: options.EquationWeight)
                .Condition("start", options.On(square.Face(1)), p => Math.Sin(Pi * p[0])),
            options,
            square).Exact(p => Math.Exp(-K * Pi * Pi * p[1]) * Math.Sin(Pi * p[0]));
    }

    static DifferentialProblem Wave(PdeOptions options, Domain square) => Ends(
        new DifferentialProblem("wave", square, "x", "t")
            .Equation(D(1, 1) - D(0, 0), options.Inside(square), weight: options.EquationWeight)
            .Condition("start", options.On(square.Face(1)), p => Math.Sin(Pi * p[0]))
            .Condition("start at rest", options.On(square.Face(1)), linear: D(1)),
        options,
        square).Exact(p => Math.Sin(Pi * p[0]) * Math.Cos(Pi * p[1]));

    static DifferentialProblem Ends(DifferentialProblem problem, PdeOptions options, Domain square) => problem
        .Condition("left", options.On(square.Face(0)))
        .Condition("right", options.On(square.Face(0, upper: true)));

    static DifferentialProblem OnBoundary(DifferentialProblem problem, PdeOptions options, Domain square) =>
        Ends(problem, options, square)
            .Condition("bottom", options.On(square.Face(1)))
            .Condition("top", options.On(square.Face(1, upper: true)));
}
