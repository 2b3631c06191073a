namespace Kindling.Problems;

/// <summary>
/// A linear operator on functions of the network's inputs: derivatives of order 0 to 2, added up with coefficients that
/// may depend on the point (Cyr et al. 2019, the L_k of eq. 1).
/// </summary>
/// <remarks>
/// Built by arithmetic: <c>D(1) + 2 * D(0)</c> is u_t + 2 u_x for inputs (x, t), with <c>D =
/// LinearOperator.Derivative</c>. An operator has one component or several (a gradient has one for each input); it acts
/// on every output of a network. Immutable.
/// </remarks>
public sealed class LinearOperator
{
    LinearOperator(string name, IReadOnlyList<IReadOnlyList<OperatorPart>> components) =>
        (Name, Components) = (name, components);

    /// <summary>u itself.</summary>
    public static LinearOperator Identity { get; } = new("u", [[new OperatorPart(Coefficient.One, null, null)]]);

    /// <summary>The formula, with inputs by number, e.g. <c>u_1 + c(x) u_0</c>.</summary>
    public string Name { get; }

    /// <summary>The number of values that the operator gives at a point for each output.</summary>
    public int ComponentCount => Components.Count;

    /// <summary>The highest derivative: 0, 1 or 2.</summary>
    public int Order => Components.Max(c => c.Max(p => p.Order));

    /// <summary>The last input in which a derivative is taken; -1 where there is none.</summary>
    internal int HighestInput => Components.Max(c => c.Max(p => Math.Max(p.I ?? -1, p.J ?? -1)));

    /// <summary>The parts of each component.</summary>
    internal IReadOnlyList<IReadOnlyList<OperatorPart>> Components { get; }

    /// <summary>du / dx_i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input is negative.</exception>
    public static LinearOperator Derivative(int input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        return new($"u_{input}", [[new OperatorPart(Coefficient.One, input, null)]]);
    }

    /// <summary>d2u / dx_i dx_j.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input is negative.</exception>
    public static LinearOperator Derivative(int input, int other)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfNegative(other);
        return new($"u_{input}{other}", [[new OperatorPart(Coefficient.One, input, other)]]);
    }

    /// <summary>All first derivatives, one component each.</summary>
    /// <param name="inputs">The number of inputs, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no input.</exception>
    public static LinearOperator Gradient(int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        return new("grad u", [.. Enumerable.Range(0, inputs).Select(i => Derivative(i).Components[0])]);
    }

    /// <summary>All first derivatives, each times a factor of its own: the gradient in other units of length.</summary>
    /// <param name="factors">One for each input, finite.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static LinearOperator Gradient(IReadOnlyList<double> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Count == 0 || !factors.All(double.IsFinite))
            throw new ArgumentException(
                $"the factors are '{string.Join(", ", factors)}'; they must be finite, 1 or more.", nameof(factors));
        return new("scaled grad u", [.. factors.Select((f, i) => (f * Derivative(i)).Components[0])]);
    }

    /// <summary>The sum of unmixed second derivatives.</summary>
    /// <param name="inputs">The derivatives are in the first so many inputs; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no input.</exception>
    public static LinearOperator Laplacian(int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        IEnumerable<OperatorPart> second =
            Enumerable.Range(0, inputs).Select(i => new OperatorPart(Coefficient.One, i, i));
        return new("laplace u", [[.. second]]);
    }

    /// <summary>The sum, component by component.</summary>
    /// <exception cref="ArgumentException">The operators have different numbers of components.</exception>
    public static LinearOperator operator +(LinearOperator a, LinearOperator b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.ComponentCount != b.ComponentCount)
        {
            throw new ArgumentException(
                $"'{a.Name}' has {a.ComponentCount} components and '{b.Name}' has {b.ComponentCount}; "
                + "they cannot be added.",
                nameof(b));
        }

        string joined = b.Name.StartsWith('-') ? $"{a.Name} - {b.Name[1..]}" : $"{a.Name} + {b.Name}";
        return new(joined, [.. a.Components.Zip(b.Components, (p, q) => (IReadOnlyList<OperatorPart>)[.. p, .. q])]);
    }

    /// <summary>The difference, component by component.</summary>
    public static LinearOperator operator -(LinearOperator a, LinearOperator b) => a + (-b);

    /// <summary>The negative.</summary>
    public static LinearOperator operator -(LinearOperator a) => -1 * a;

    /// <summary>The operator times a number.</summary>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static LinearOperator operator *(double factor, LinearOperator a)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (!double.IsFinite(factor))
            throw new ArgumentException($"the factor of '{a.Name}' is {factor}; it must be finite.", nameof(factor));
        string name = FormattableString.Invariant($"{factor:G6} {a.Grouped}");
        return a.Scaled(factor == -1 ? $"-{a.Grouped}" : name, factor);
    }

    /// <summary>The operator times a function of the point.</summary>
    /// <param name="factor">Of the coordinates; it must be finite at every point that is used.</param>
    /// <param name="name">How it is written in <see cref="Name"/>.</param>
    public LinearOperator Times(Func<ReadOnlySpan<double>, double> factor, string name = "c(x)") =>
        Scaled($"{name} {Grouped}", Coefficient.Of(factor));

    /// <inheritdoc/>
    public override string ToString() => Name;

    string Grouped => Name.Contains(" + ", StringComparison.Ordinal) || Name.Contains(" - ", StringComparison.Ordinal)
        ? $"({Name})"
        : Name;

    LinearOperator Scaled(string name, Coefficient factor) =>
        new(name, [.. Components.Select(c => c.Select(p => p with { Factor = factor * p.Factor }).ToArray())]);
}

/// <summary>factor * u, factor * du/dx_i, or factor * d2u/dx_i dx_j.</summary>
internal sealed record OperatorPart(Coefficient Factor, int? I, int? J)
{
    public int Order => J is not null ? 2 : I is not null ? 1 : 0;
}
