using System.Diagnostics;

namespace Kindling.Tests.Interop;

/// <summary>
/// A test that needs Debian's python3-torch; where that is missing it is skipped, and its name says why.
/// </summary>
sealed class TorchFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    static readonly Lazy<bool> s_isThere = new(IsThere);

    public TorchFactAttribute()
    {
        if (!s_isThere.Value)
            DisplayName = Skip = $"PyTorch interoperation: {Python} has no torch and numpy (python3-torch)";
    }

    static bool IsThere()
    {
        if (!File.Exists(Python))
            return false;
        const string Find = "import importlib.util as i, sys; "
            + "sys.exit(not (i.find_spec('torch') and i.find_spec('numpy')))";
        using Process process = Process.Start(Python, ["-c", Find]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
