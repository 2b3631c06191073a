using Kindling.Networks;
using Kindling.Training;

namespace Kindling.Studies;

/// <summary>The optimizers' names in commands and files.</summary>
public static class OptimizerNames
{
    static readonly (string Name, OptimizerKind Kind)[] Known =
    [
        ("sgd", OptimizerKind.Sgd),
        ("momentum", OptimizerKind.Momentum),
        ("nesterov", OptimizerKind.Nesterov),
        ("adam", OptimizerKind.Adam),
        ("adamw", OptimizerKind.AdamW),
        ("rmsprop", OptimizerKind.RmsProp),
        ("lbfgs", OptimizerKind.Lbfgs),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>The optimizer of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static OptimizerKind Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.FindIndex(Known, k => string.Equals(k.Name, name.Trim(), StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? Known[index].Kind : throw new ArgumentException(
            NearestName.Unknown("optimizer", name, All));
    }

    /// <summary>The name of an optimizer.</summary>
    public static string Of(OptimizerKind kind) => Known.First(k => k.Kind == kind).Name;
}
