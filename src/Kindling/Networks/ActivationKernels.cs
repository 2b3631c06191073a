using System.Numerics;

namespace Kindling.Networks;

/// <summary>The kernels of one activation and one element type: where the activation becomes a type argument.</summary>
internal abstract class ActivationKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
}
