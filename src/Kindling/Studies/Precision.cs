namespace Kindling.Studies;

/// <summary>The element type of a study's networks.</summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Single,

    /// <summary>64-bit floating point.</summary>
    Double,
}
