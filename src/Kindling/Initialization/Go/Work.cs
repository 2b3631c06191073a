using Kindling.Simd;

namespace Kindling.Initialization;

/// <summary>A loop on shared threads where there are any.</summary>
internal static class Work
{
    public static void Run(WorkSharing? sharing, int items, Action<int> body)
    {
        if (sharing is not null)
        {
            sharing.Run(items, body);
            return;
        }

        for (int i = 0; i < items; i++)
            body(i);
    }
}
