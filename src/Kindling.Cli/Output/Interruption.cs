using System.Runtime.InteropServices;

namespace Kindling.Cli.Output;

/// <summary>The first Ctrl-C (or SIGTERM) asks for a clean end; a second one ends the program as usual.</summary>
sealed class Interruption : IDisposable
{
    readonly CancellationTokenSource _source = new();
    readonly PosixSignalRegistration[] _signals;

    public Interruption(TextWriter errors)
    {
        _signals = [Register(PosixSignal.SIGINT, errors), Register(PosixSignal.SIGTERM, errors)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    PosixSignalRegistration Register(PosixSignal signal, TextWriter errors) =>
        PosixSignalRegistration.Create(signal, context =>
    {
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        errors.WriteLine("stopping ...");
        _source.Cancel();
    });
}
