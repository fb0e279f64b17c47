using System.Text;
using Detectkit.Build.Inputs;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker;

/// <summary>Makes one diagnostic of an exception that nobody expected; its full text goes into a file.</summary>
internal static class UnexpectedFailure
{
    public static Finding Report(WorkerContext context, Exception exception, MetricFile? metric)
    {
        var path = Path.Combine(context.Output, "failures", (metric?.DisplayName ?? "worker") + ".txt");
        string where;
        try
        {
            EvidenceFile.Write(path, Encoding.UTF8.GetBytes(context.Secrets.Redact(exception.ToString()) + "\n"));
            where = "the full text is in " + path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            where = "and the full text could not be written to " + path;
        }

        var message = $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}; {where}";
        return metric?.Finding(BuildRules.Unexpected, message) ?? context.Request.Finding(BuildRules.Unexpected, message);
    }
}
