namespace Kindling.Problems;

/// <summary>The factor of a part of a linear operator: a number, or a function of the point.</summary>
public sealed class Coefficient
{
    readonly Func<ReadOnlySpan<double>, double>? _function;
    readonly double _number;

    Coefficient(double number, Func<ReadOnlySpan<double>, double>? function) =>
        (_number, _function) = (number, function);

    /// <summary>The number 1.</summary>
    public static Coefficient One { get; } = new(1, null);

    /// <summary>Whether it is the same everywhere.</summary>
    public bool IsConstant => _function is null;

    /// <summary>A number.</summary>
    public static implicit operator Coefficient(double number) => new(number, null);

    /// <summary>A function of the point's coordinates.</summary>
    public static Coefficient Of(Func<ReadOnlySpan<double>, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(1, function);
    }

    /// <summary>The product of two coefficients.</summary>
    public static Coefficient operator *(Coefficient a, Coefficient b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        double number = a._number * b._number;
        if (a._function is { } f && b._function is { } g)
            return new(number, x => f(x) * g(x));
        return new(number, a._function ?? b._function);
    }

    /// <summary>The value at a point.</summary>
    public double At(ReadOnlySpan<double> point) => _function is null ? _number : _number * _function(point);
}
