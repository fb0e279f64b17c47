using System.Runtime.InteropServices;

namespace Detectkit.Build.Worker;

/// <summary>Turns every way to stop the worker into one cancellation: the end of standard input, Ctrl-C, a signal to terminate.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public StopSignals(TextReader input)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Stop();
            }));
        }

        var watch = new Thread(() =>
        {
            while (input.Read() >= 0)
            {
                // Nothing follows the request; what matters is the end.
            }

            Stop();
        })
        {
            IsBackground = true,
            Name = "standard input",
        };
        watch.Start();
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registrations.ForEach(r => r.Dispose());
        source.Dispose();
    }

    private void Stop()
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work was done already.
        }
    }
}
