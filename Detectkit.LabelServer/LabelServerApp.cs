using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Detectkit.LabelServer;

/// <summary>
/// Serves labelling pages on the loopback address and saves what they post. It knows the pages it was given and no other file; requests
/// are told apart by comparing names, never by building a path out of an address.
/// </summary>
internal sealed class LabelServerApp : IAsyncDisposable
{
    /// <summary>The largest labels file taken in; a thousand incidents are a tenth of it.</summary>
    public const int LargestBody = 1 << 20;

    private readonly WebApplication app;
    private readonly ServedProject project;
    private readonly LabelSession session;
    private readonly Action<string> log;
    private readonly string token = RequestGuard.NewToken();

    private LabelServerApp(ServedProject project, WebApplication app, TimeProvider clock, Action<string> log)
    {
        this.project = project;
        this.app = app;
        this.log = log;
        session = new LabelSession(project.Metrics.Select(m => m.Name), metric => new LabelFolder(project.Root, metric, clock));
    }

    /// <summary>The address to open: of the one page, or of the list of pages.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts serving.</summary>
    /// <param name="project">What to serve.</param>
    /// <param name="clock">What saved files are named by.</param>
    /// <param name="log">Takes lines for the user.</param>
    /// <returns>The running server.</returns>
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
    /// <returns>The wait.</returns>
    public Task WaitForEndAsync() => app.WaitForShutdownAsync();

    /// <summary>Stops the server once its present answers are given.</summary>
    public void Stop() => app.Lifetime.StopApplication();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<LabelServerApp> StartAsync(ServedProject project, TimeProvider clock, Action<string> log, int port)
    {
        // An empty builder reads no environment variables and no settings files: nothing can make it listen elsewhere.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var server = new LabelServerApp(project, app, clock, log);
        var guard = new RequestGuard(server.token, port);
        app.Run(context => server.AnswerAsync(context, guard));
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
        server.Address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/{server.token}/{page}"));
        return server;
    }

    private async Task AnswerAsync(HttpContext context, RequestGuard guard)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (guard.Refuse(request) is { } status)
        {
            response.StatusCode = status;
            return;
        }

        var rest = request.Path.Value!.Split('/', 3)[2];
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (rest.Length == 0 && isRead)
        {
            await AnswerHtmlAsync(response, ListOfPages());
            return;
        }

        // Metric names hold no slash, so an address that names one is equal to one of these.
        foreach (var metric in project.Metrics)
        {
            if (rest == metric.Name + "/" && isRead)
            {
                await AnswerHtmlAsync(response, await File.ReadAllTextAsync(metric.PagePath, context.RequestAborted));
                return;
            }

            if (rest == metric.Name + "/state" && isRead)
            {
                var (revision, text) = session.StateOf(metric.Name);
                await response.WriteAsJsonAsync(new { revision, text }, context.RequestAborted);
                return;
            }

            if (rest == metric.Name + "/labels" && HttpMethods.IsPost(request.Method))
            {
                await SaveAsync(context, metric);
                return;
            }
        }

        response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task SaveAsync(HttpContext context, ServedMetric metric)
    {
        // Of all types this one makes a browser ask before it sends for another origin.
        if (context.Request.ContentType?.Split(';')[0].Trim() != "application/yaml")
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "Labels are posted as application/yaml.");
            return;
        }

        var (text, problem) = await ReadBodyAsync(context);
        if (text is null)
        {
            await RefuseAsync(context, problem!.Value, problem == StatusCodes.Status413PayloadTooLarge ? "That is too large for a labels file." : "The labels are not UTF-8.");
            return;
        }

        var (labels, wrong) = PostedLabels.Read(text, metric.Name);
        if (labels is null)
        {
            await RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, wrong!);
            return;
        }

        var known = context.Request.Headers.IfMatch.ToString();
        if (known != "*" && !int.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            await RefuseAsync(context, StatusCodes.Status428PreconditionRequired, "Say which revision the labels follow.");
            return;
        }

        SaveOutcome outcome;
        try
        {
            outcome = session.Save(metric.Name, labels, known == "*" ? null : int.Parse(known, CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, "The labels could not be written: " + error.Message);
            return;
        }

        if (outcome.IsConflict)
        {
            await RefuseAsync(context, StatusCodes.Status412PreconditionFailed, "Another tab has saved since.");
            return;
        }

        log("Saved " + outcome.Path + ". Next: " + metric.TuneCommand);
        if (outcome.IsLast)
        {
            context.Response.OnCompleted(() =>
            {
                Stop();
                return Task.CompletedTask;
            });
        }

        await context.Response.WriteAsJsonAsync(
            new { path = outcome.Path, revision = outcome.Revision, isLast = outcome.IsLast, tuneCommand = metric.TuneCommand }, context.RequestAborted);
    }

    private static async Task<(string? Text, int? Problem)> ReadBodyAsync(HttpContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return (await reader.ReadToEndAsync(context.RequestAborted), null);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error)
        {
            return (null, error.StatusCode);
        }
        catch (DecoderFallbackException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { message }, context.RequestAborted);
    }

    private static Task AnswerHtmlAsync(HttpResponse response, string html)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        return HttpMethods.IsHead(response.HttpContext.Request.Method) ? Task.CompletedTask : response.WriteAsync(html);
    }

    private string ListOfPages()
    {
        var items = project.Metrics.Select(m => "<li><a href=\"" + Uri.EscapeDataString(m.Name) + "/\">" + HtmlEncoder.Default.Encode(m.Name) + "</a></li>\n");
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Label incidents</title>\n"
            + "<style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; } ul { list-style: none; padding: 0; } "
            + "a { display: block; padding: .5rem .8rem; border: 1px solid; border-radius: .5rem; margin: .4rem 0; text-decoration: none; overflow-wrap: anywhere; } "
            + "a:hover, a:focus-visible { text-decoration: underline; }</style>\n<h1>Label incidents</h1>\n<ul>\n"
            + string.Concat(items) + "</ul>\n<p>The server ends when the labels of all of them are saved, or on Ctrl-C.</p>\n</html>\n";
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
