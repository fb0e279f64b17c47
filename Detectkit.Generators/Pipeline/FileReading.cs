using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Generators.Diagnostics;
using Detectkit.Labels;
using Detectkit.Yaml;

namespace Detectkit.Generators.Pipeline;

/// <summary>A file, read and checked by itself.</summary>
internal sealed record FileReading(ValueList<Finding> Findings, ProjectPart Part, MetricSource? Metric = null)
{
    private const int Utf8CodePage = 65001;

    /// <summary>Reads a file. Any text gives a reading; a fault of ours becomes a finding at the file.</summary>
    public static FileReading Read(AdditionalFile file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var part = new ProjectPart(file.Kind, file.RelativePath);
        try
        {
            return ReadKind(file, part);
        }
#pragma warning disable CA1031 // An exception would take down the generator, and with it every class of the project.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var message = "The generator failed on this file, please report it: " + fault.GetType().Name + ": " + fault.Message.Replace('\r', ' ').Replace('\n', ' ');
            return new FileReading([new Finding(GeneratorRules.Unexpected, file.Path, SourceSpan.FileStart, message)], part);
        }
    }

    private static FileReading ReadKind(AdditionalFile file, ProjectPart part)
    {
        // The compiler decodes a file by its byte order mark, and what is no UTF-8 as Latin-1.
        var isUtf8 = file.Text.Encoding is null or { CodePage: Utf8CodePage };
        var text = file.Text.ToString();
        YamlReading Yaml() => isUtf8 ? YamlReader.Read(text) : new YamlReading(null, FileDecoding.NotUtf8());
        switch (file.Kind)
        {
            case FileKind.Metric:
                var metric = MetricReader.Read(file.Path, text, Yaml());
                return new FileReading(metric.Findings, part with { Metric = MetricSummary.Create(metric) }, MetricSource.Create(metric, file.RelativePath));
            case FileKind.Incidents:
                var labels = LabelReader.Read(file.Path, Yaml());
                return new FileReading(labels.Findings, part with { Labels = LabelFileSummary.Create(labels, file.RelativePath) });
            case FileKind.Profiles:
                var profiles = ProfilesReader.Read(file.Path, Yaml());
                return new FileReading(profiles.Findings, part with { Profiles = profiles });
            case FileKind.Project:
                var project = ProjectFileReader.Read(file.Path, Yaml());
                return new FileReading(project.Findings, part with { Project = project });
            default:
                return new FileReading(isUtf8 ? QueryFileReader.Check(file.Path, text) : [FileDecoding.NotUtf8().In(file.Path)], part);
        }
    }
}
