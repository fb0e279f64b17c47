using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Emission.Writing;

namespace Detectkit.Emission;

/// <summary>The tuned metric as a file of its own, beside the one that it was tuned from.</summary>
public static class NewFileEmission
{
    private const string NewLine = "\n";
    private const int Indentation = 2;

    /// <summary>Writes the file's text and reads it again.</summary>
    /// <param name="metric">The metric that was tuned.</param>
    /// <param name="result">What tuning found.</param>
    /// <returns>The file <c>&lt;stem&gt;__tuned_&lt;run_id&gt;.yml</c>; a finding where the text would not read as the tuned metric.</returns>
    public static EmissionOutcome Emit(MetricConfig metric, AutotuneResult result)
    {
        var intended = TunedMetric.InNewFile(metric, result);
        var writer = new NodeText(NewLine, Indentation, isJson: false);
        var header = string.Concat(TunedHeader.Lines(metric, result).Select(l => l + NewLine));
        var text = header + writer.Block(MetricTree.Of(intended, result), 0) + NewLine;
        return Proofreading.Differs(intended, text) is { } fault
            ? EmissionOutcome.Fail(metric.FilePath, SourceSpan.FileStart, "No tuned file can be written for '" + metric.Name + "': " + fault + ".")
            : new EmissionOutcome(TunedMetric.FileName(metric, result), text, null);
    }
}
