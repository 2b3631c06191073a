using System.Runtime.Intrinsics;

namespace Kindling.Simd;

/// <summary>The register widths that kernels are compiled for.</summary>
internal enum SimdLevel
{
    /// <summary>128-bit registers, plain code where the machine has none.</summary>
    Portable = 128,

    /// <summary>256-bit registers (AVX2 with fused multiply-add).</summary>
    Avx2 = 256,

    /// <summary>512-bit registers (AVX-512).</summary>
    Avx512 = 512,
}

/// <summary>Chooses the register width once, at start.</summary>
/// <remarks>
/// <c>KINDLING_SIMD=512|256|portable</c> forces a width. All widths are correct everywhere (the runtime emulates what
/// is missing), so a forced width is slow at worst. Elsewhere only single instructions are asked for, where the
/// portable form of the same operation is slower: masked stores, transposes, prefetches, products of integers.
/// </remarks>
internal static class Dispatch
{
    /// <summary>The environment variable that forces a width.</summary>
    public const string Variable = "KINDLING_SIMD";

    /// <summary>The width in use. A static readonly field, so the compiler folds every switch on it.</summary>
    public static readonly SimdLevel Level = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The narrowest width that holds so many bytes, or the one in use: short rows need no padding.</summary>
    public static SimdLevel For(int bytes) =>
        bytes <= 16 ? SimdLevel.Portable : bytes <= 32 && Level == SimdLevel.Avx512 ? SimdLevel.Avx2 : Level;

    /// <summary>The width that a value of the environment variable asks for.</summary>
    /// <exception cref="ArgumentException">The value is none of 512, 256, portable.</exception>
    internal static SimdLevel Choose(string? forced) => forced?.Trim().ToLowerInvariant() switch
    {
        null or "" => Best(),
        "512" => SimdLevel.Avx512,
        "256" => SimdLevel.Avx2,
        "portable" => SimdLevel.Portable,
        _ => throw new ArgumentException($"{Variable} is '{forced}'; it must be 512, 256 or portable."),
    };

    static SimdLevel Best() =>
        Vector512.IsHardwareAccelerated ? SimdLevel.Avx512
        : Vector256.IsHardwareAccelerated ? SimdLevel.Avx2
        : SimdLevel.Portable;
}
