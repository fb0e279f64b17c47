using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Detectkit.LabelServer;

/// <summary>Hosts the labelling pages of a project on the loopback address.</summary>
internal sealed class LabelServerApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private LabelServerApp(WebApplication app, Uri address)
    {
        this.app = app;
        Address = address;
    }

    /// <summary>The address to open: of the one page, or of the list of pages.</summary>
    public Uri Address { get; }

    /// <param name="project">What to serve.</param>
    /// <param name="clock">What saved files are named by.</param>
    /// <param name="log">Takes lines for the user.</param>
    /// <exception cref="IOException">No port can be opened.</exception>
    public static async Task<LabelServerApp> StartAsync(ServedProject project, TimeProvider clock, Action<string> log)
    {
        // The same port for the same project, where it is free: browsers keep unsaved work by address.
        try
        {
            return await StartAsync(project, clock, log, UsualPort(project.Root));
        }
        catch (IOException)
        {
            return await StartAsync(project, clock, log, FreePort());
        }
    }

    /// <summary>Waits until every metric is saved or the server is stopped.</summary>
    public Task WaitForEndAsync() => app.WaitForShutdownAsync();

    /// <summary>Stops the server once its present answers are given.</summary>
    public void Stop() => app.Lifetime.StopApplication();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<LabelServerApp> StartAsync(ServedProject project, TimeProvider clock, Action<string> log, int port)
    {
        // An empty builder reads no environment variables and no settings files: nothing can make it listen elsewhere.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LabelRoutes.LargestBody;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var guard = new RequestGuard(RequestGuard.NewToken(), port);
        var session = new LabelSession(project.Metrics.Select(m => m.Name), metric => new LabelFolder(project.Root, metric, clock));
        app.Run(new LabelRoutes(project, guard, session, log, app.Lifetime.StopApplication).AnswerAsync);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var page = project.Metrics.Count == 1 ? Uri.EscapeDataString(project.Metrics[0].Name) + "/" : "";
        return new LabelServerApp(app, new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/{guard.Token}/{page}")));
    }

    // In the range for private use; FNV-1a, because string hashes differ from run to run.
    private static int UsualPort(string root)
    {
        var hash = 2166136261u;
        foreach (var character in root)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return 49152 + (int)(hash % 16000);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
