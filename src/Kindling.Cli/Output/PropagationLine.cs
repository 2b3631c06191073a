using Kindling.Propagation;

namespace Kindling.Cli.Output;

/// <summary>
/// Progress of a propagation: a line that is rewritten on a terminal, now and then a new one elsewhere.
/// </summary>
sealed class PropagationLine(PropagationSettings settings, TextWriter errors, bool rewrites)
{
    readonly TimeSpan _pause = TimeSpan.FromSeconds(rewrites ? 0.2 : 10);
    TimeSpan _next = TimeSpan.Zero;
    int _length;

    public void Show(PropagationProgress progress)
    {
        bool networkDone = progress.Layer == settings.Layers[^1];
        if (progress.Elapsed < _next && !networkDone)
            return;
        _next = progress.Elapsed + _pause;
        double left = progress.Elapsed.TotalSeconds * ((1 / progress.Share) - 1);
        string variance = progress.WeightVariance is double w ? $" weight variance {w:G4}," : "";
        string text = $"{settings.Scheme.Name}:{variance} network {progress.Network} of {settings.Networks}, layer "
            + $"{progress.Layer} of {settings.Layers[^1]}; {100 * progress.Share:0} %, "
            + $"{progress.Elapsed.TotalSeconds:0} s"
            + (progress.Share < 1 ? $", about {left:0} s left" : "");
        if (!rewrites)
        {
            errors.WriteLine(text);
            return;
        }

        errors.Write('\r' + text.PadRight(_length));
        errors.Flush();
        _length = text.Length;
    }

    public void Clear()
    {
        if (_length > 0)
            errors.Write('\r' + new string(' ', _length) + '\r');
    }
}
