using System.Globalization;
using Detectkit.Build.Wire;
using Detectkit.Configuration;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Worker;

/// <summary>What the worker says, in lines that MSBuild understands. Blocks of lines stay together whatever runs in parallel.</summary>
internal sealed class WorkerLog(TextWriter output, Secrets secrets)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> said = new(StringComparer.Ordinal);

    public bool HasErrors { get; private set; }

    /// <summary>Writes lines that belong together; those that begin with <see cref="OutputLine.Detail"/> for whoever asks for more.</summary>
    public void Write(params IEnumerable<string> lines)
    {
        lock (gate)
        {
            foreach (var line in lines)
            {
                output.Write(secrets.Redact(line));
                output.Write('\n');
            }

            output.Flush();
        }
    }

    /// <summary>Reports a finding, which becomes a diagnostic of the build; one that concerns many metrics alike is said once.</summary>
    public void Report(Finding finding)
    {
        var message = finding.Message.ReplaceLineEndings(" ");
        var line = $"{OutputLine.Diagnostic}{finding.Path}{Place(finding.Span.Start)}: {finding.Rule.Severity.ToString().ToLowerInvariant()} {finding.Rule.Id}: {message}";
        lock (gate)
        {
            HasErrors |= finding.Rule.Severity == FindingSeverity.Error;
            if (said.Add(line))
            {
                Write(line);
            }
        }
    }

    private static string Place(SourcePosition start) => start == SourcePosition.Start
        ? " "
        : string.Create(CultureInfo.InvariantCulture, $"({start.Line},{start.Column})");
}
