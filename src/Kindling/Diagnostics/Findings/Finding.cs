namespace Kindling.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>Training will not work, or not in this precision.</summary>
    Critical,

    /// <summary>Training will be slow, or part of the network is wasted.</summary>
    Warning,

    /// <summary>No reason to worry was found; what follows are remarks.</summary>
    Healthy,

    /// <summary>Good to know.</summary>
    Note,
}

/// <summary>Something found in a network, in plain words.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">A stable name, e.g. <c>signal-vanishes</c>.</param>
/// <param name="Text">What was found, with the number in it; one sentence without a full stop.</param>
/// <param name="Value">The number behind it.</param>
/// <param name="Advice">
/// What to do about it; one sentence without a full stop; null where there is nothing to do.
/// </param>
public sealed record Finding(Severity Severity, string Code, string Text, double Value, string? Advice = null);
