namespace Kindling.Studies;

/// <summary>The forms in which people write settings.</summary>
[Flags]
public enum SettingForms
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The options of <c>kindling compare</c>.</summary>
    Compare = 1,

    /// <summary>The options of <c>kindling train</c>.</summary>
    Train = 2,

    /// <summary>A study over a grid: its settings, axes, rules and scales.</summary>
    Grid = 4,

    /// <summary>The options of <c>kindling fit-image</c>.</summary>
    FitImage = 8,

    /// <summary>The definition in the folder of a comparison or a run, which holds every setting.</summary>
    File = 16,
}

/// <summary>What a setting is about.</summary>
public enum SettingGroup
{
    /// <summary>Functions and differential equations.</summary>
    Problem,

    /// <summary>Pictures.</summary>
    Picture,

    /// <summary>Tables and their rows.</summary>
    Table,

    /// <summary>The network.</summary>
    Network,

    /// <summary>The initializers.</summary>
    Initializer,

    /// <summary>The optimizer.</summary>
    Optimizer,

    /// <summary>Least squares in the loop.</summary>
    LeastSquares,

    /// <summary>The runs.</summary>
    Runs,
}
