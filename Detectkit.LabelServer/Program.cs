using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Detectkit.LabelServer;

/// <summary>Serves the pages that a manifest names until their labels are saved, Ctrl-C is pressed or standard input ends.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        ServedProject project;
        try
        {
            project = ServedProject.Parse(await File.ReadAllTextAsync(arguments[0]));
        }
        catch (Exception error) when (error is IndexOutOfRangeException or IOException or UnauthorizedAccessException or JsonException)
        {
            await Console.Error.WriteLineAsync("The label server needs the manifest that the build writes: " + error.Message);
            return 2;
        }

        await using var server = await LabelServerApp.StartAsync(project, TimeProvider.System, Console.WriteLine);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => StopGently(context, server));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => StopGently(context, server));
        using var notice = AddressNotice.Show(server.Address, project.AddressPath);
        if (project.EndsWithInput)
        {
            _ = Task.Run(async () =>
            {
                while (await Console.In.ReadLineAsync() is not null)
                {
                    // What is written does not matter, only that it ends.
                }

                server.Stop();
            });
        }

        if (project.OpensBrowser)
        {
            OpenBrowser(server.Address);
        }

        await server.WaitForEndAsync();
        return 0;
    }

    private static void StopGently(PosixSignalContext context, LabelServerApp server)
    {
        context.Cancel = true;
        server.Stop();
    }

    private static void OpenBrowser(Uri address)
    {
        // Without a display a text browser might take over the terminal.
        var hasDisplay = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!hasDisplay)
        {
            return;
        }

        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            // The address is on the screen; whoever has no browser here opens it by hand.
        }
    }
}
