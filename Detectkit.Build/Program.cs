using System.Text;
using Detectkit.Build;
using Detectkit.Build.Detecting;
using Detectkit.Build.Inputs;
using Detectkit.Build.Labelling;
using Detectkit.Build.Options;
using Detectkit.Build.Tuning;
using Detectkit.Build.Wire;
using Detectkit.Build.Worker;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;

/// <summary>The worker: reads one request from standard input, does it, and says what happens on standard output.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int HasErrors = 1;
    private const int Cancelled = 2;
    private const int NotAsked = 3;

    private static int Main()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        if (RequestText.Read(input) is not { } entries || WorkerRequest.Of(entries) is not { } request)
        {
            Console.Error.WriteLine("This program is started by 'dotnet build -t:Autotune' and the other targets of Detectkit.Build.");
            return NotAsked;
        }

        using var stop = new StopSignals(input);
        return Run(request, output, stop.Token);
    }

    private static int Run(WorkerRequest request, TextWriter output, CancellationToken cancellation)
    {
        var secrets = new Secrets();
        var log = new WorkerLog(output, secrets);
        var (options, findings) = RunOptionsReader.Read(request.Properties, request.ProjectPath);
        var context = new WorkerContext(request, options, log, secrets, TimeProvider.System, Environment.GetEnvironmentVariable);
        foreach (var finding in RunOptionsReader.Unknown(request.Given, request.ProjectPath).Concat(findings))
        {
            log.Report(finding);
        }

        if (log.HasErrors)
        {
            return HasErrors;
        }

        try
        {
            Command(context, cancellation);
            return log.HasErrors ? HasErrors : Done;
        }
        catch (Exception e) when (IsCancellation(e))
        {
            log.Write($"{request.Name}: {request.Command} was cancelled; nothing was committed.");
            return Cancelled;
        }
#pragma warning disable CA1031 // The last line of defence: whatever it is becomes one diagnostic.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Report(UnexpectedFailure.Report(context, e, null));
            return HasErrors;
        }
    }

    // Metrics that are worked on side by side are cancelled side by side.
    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException || (exception is AggregateException several && several.Flatten().InnerExceptions.All(e => e is OperationCanceledException));

    private static void Command(WorkerContext context, CancellationToken cancellation)
    {
        var inputs = ProjectInputs.Read(context.Request, cancellation);
        switch (context.Request.Command)
        {
            case "autotune":
                new AutotuneCommand(context, inputs).Run(cancellation);
                break;
            case "detect":
                new DetectCommand(context, inputs).Run(cancellation);
                break;
            case "label":
                new LabelCommand(context, inputs).Run(cancellation);
                break;
            default:
                context.Log.Report(context.Request.Finding(BuildRules.WorkerFailed, $"the worker knows no command '{context.Request.Command}'"));
                break;
        }
    }
}
