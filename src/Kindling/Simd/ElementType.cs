namespace Kindling.Simd;

/// <summary>The element types that the library is compiled for.</summary>
internal static class ElementType
{
    /// <summary>Refuses anything but float and double.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Require<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException(
                $"{typeof(T).Name} is not supported: the element type must be float or double.");
        }
    }

    /// <summary>"single" or "double", as the command line calls it.</summary>
    public static string Name<T>() => typeof(T) == typeof(float) ? "single" : "double";
}
