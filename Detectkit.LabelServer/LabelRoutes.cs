using System.Globalization;
using System.Text;
using Detectkit.Configuration;
using Detectkit.Labels;
using Microsoft.AspNetCore.Http;

namespace Detectkit.LabelServer;

/// <summary>
/// Answers requests: the pages it was given and no other file, and saves what they post. Requests are told apart by comparing names, never by
/// building a path out of an address.
/// </summary>
/// <param name="project">What to serve.</param>
/// <param name="guard">Who may ask.</param>
/// <param name="session">The saves of this run.</param>
/// <param name="log">Takes lines for the user.</param>
/// <param name="stop">Called once all labels are saved and the last answer is given.</param>
internal sealed class LabelRoutes(ServedProject project, RequestGuard guard, LabelSession session, Action<string> log, Action stop)
{
    /// <summary>The largest labels file taken in, in bytes; a thousand incidents are a tenth of it.</summary>
    public const int LargestBody = 1 << 20;

    public async Task AnswerAsync(HttpContext context)
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
        // Metric names hold no slash, so an address that names one is equal to one of these.
        var metric = project.Metrics.FirstOrDefault(m => rest.StartsWith(m.Name + "/", StringComparison.Ordinal));
        var resource = metric is null ? rest : rest[(metric.Name.Length + 1)..];
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        switch (metric, resource, isRead)
        {
            case (null, "", true):
                await AnswerHtmlAsync(response, MetricListPage.Render(project));
                break;
            case ({ } shown, "", true):
                await AnswerHtmlAsync(response, await File.ReadAllTextAsync(shown.PagePath, context.RequestAborted));
                break;
            case ({ } shown, "state", true):
                var (revision, text) = session.StateOf(shown.Name);
                await response.WriteAsJsonAsync(new { revision, text }, context.RequestAborted);
                break;
            case ({ } shown, "labels", false) when HttpMethods.IsPost(request.Method):
                await SaveAsync(context, shown);
                break;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task SaveAsync(HttpContext context, ServedMetric metric)
    {
        var (posted, refusal) = await ReadAsync(context, metric);
        if (posted is null)
        {
            await RefuseAsync(context, refusal!);
            return;
        }

        SaveOutcome outcome;
        try
        {
            outcome = session.Save(metric.Name, posted.Labels, posted.Known);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await RefuseAsync(context, new Refusal(StatusCodes.Status500InternalServerError, "The labels could not be written: " + error.Message));
            return;
        }

        if (outcome.IsConflict)
        {
            await RefuseAsync(context, new Refusal(StatusCodes.Status412PreconditionFailed, "Another tab has saved since."));
            return;
        }

        log("Saved " + outcome.Path + ". Next: " + metric.TuneCommand);
        if (outcome.IsLast)
        {
            context.Response.OnCompleted(() =>
            {
                stop();
                return Task.CompletedTask;
            });
        }

        await context.Response.WriteAsJsonAsync(
            new { path = outcome.Path, revision = outcome.Revision, isLast = outcome.IsLast, tuneCommand = metric.TuneCommand }, context.RequestAborted);
    }

    // As the tuner would read the labels, before they reach the disk.
    private static async Task<(PostedLabels? Posted, Refusal? Refusal)> ReadAsync(HttpContext context, ServedMetric metric)
    {
        // Of all types this one makes a browser ask before it sends for another origin.
        if (context.Request.ContentType?.Split(';')[0].Trim() != "application/yaml")
        {
            return (null, new Refusal(StatusCodes.Status415UnsupportedMediaType, "Labels are posted as application/yaml."));
        }

        string text;
        try
        {
            using var reader = new StreamReader(context.Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            text = await reader.ReadToEndAsync(context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            var isTooLarge = error.StatusCode == StatusCodes.Status413PayloadTooLarge;
            return (null, new Refusal(error.StatusCode, isTooLarge ? "That is too large for a labels file." : "The labels are not UTF-8."));
        }
        catch (DecoderFallbackException)
        {
            return (null, new Refusal(StatusCodes.Status400BadRequest, "The labels are not UTF-8."));
        }

        var reading = LabelReader.Read("labels", text).For(metric.Name);
        if (reading.Labels is not { } labels)
        {
            return (null, new Refusal(StatusCodes.Status422UnprocessableEntity, reading.Findings.First(f => f.Rule.Severity == FindingSeverity.Error).Message));
        }

        var known = context.Request.Headers.IfMatch.ToString();
        var isRevision = int.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var revision);
        if (known != "*" && !isRevision)
        {
            return (null, new Refusal(StatusCodes.Status428PreconditionRequired, "Say which revision the labels follow."));
        }

        return (new PostedLabels(LabelWriter.Write(labels with { Metric = metric.Name }), isRevision ? revision : null), null);
    }

    private static Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        context.Response.StatusCode = refusal.Status;
        return context.Response.WriteAsJsonAsync(new { message = refusal.Message }, context.RequestAborted);
    }

    private static Task AnswerHtmlAsync(HttpResponse response, string html)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        return HttpMethods.IsHead(response.HttpContext.Request.Method) ? Task.CompletedTask : response.WriteAsync(html);
    }

    private sealed record Refusal(int Status, string Message);

    /// <summary>Labels in canonical form, and the revision that they follow; null to save them whatever others did.</summary>
    private sealed record PostedLabels(string Labels, int? Known);
}
