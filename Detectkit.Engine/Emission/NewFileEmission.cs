using Detectkit.Autotune;
using Detectkit.Configuration;
using Detectkit.Yaml.Editing;
using Detectkit.Yaml;

namespace Detectkit.Emission;

/// <summary>The tuned metric as a file of its own, beside the one that it was tuned from.</summary>
public static class NewFileEmission
{
    private const string NewLine = "\n";

    /// <summary>Writes the file's text and reads it again.</summary>
    /// <param name="metric">The metric that was tuned.</param>
    /// <param name="result">What tuning found.</param>
    /// <param name="arguments">What the command in the header needs besides the metric's name; see <see cref="TunedHeader"/>.</param>
    /// <returns>The file <c>&lt;stem&gt;__tuned_&lt;run_id&gt;.yml</c>; a finding where the text would not read as the tuned metric.</returns>
    public static EmissionOutcome Emit(MetricConfig metric, AutotuneResult result, string arguments = "")
    {
        var intended = TunedMetric.InNewFile(metric, result);
        var header = string.Concat(TunedHeader.Lines(metric, result, arguments).Select(l => l + NewLine));
        var text = header + NewFileText.Write(MetricTree.Create(intended, result));
        return (Proofreading.Differs(intended, text) ?? Doubt(text)) is { } fault
            ? EmissionOutcome.Fail(metric.FilePath, SourceSpan.FileStart, "No tuned file can be written for '" + metric.Name + "': " + fault + ".")
            : new EmissionOutcome(TunedMetric.FileName(metric, result), text, null);
    }

    private static string? Doubt(string text) =>
        YamlReader.Read(text).Root is { } root && new SecondOpinion().Agrees(text, root) ? null : "another parser would read it as something else";

    /// <summary>Whether a file was written by an earlier run, by its name.</summary>
    /// <param name="path">The file's path.</param>
    /// <returns>True for <c>&lt;stem&gt;__tuned_&lt;run_id&gt;.yml</c>.</returns>
    public static bool IsOwnFile(string path) => TunedMetric.IsFileName(path);
}
