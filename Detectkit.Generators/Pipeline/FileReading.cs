using Detectkit.Configuration;
using Detectkit.Configuration.Project;
using Detectkit.Generators.Diagnostics;
using Detectkit.Labels;

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
        switch (file.Kind)
        {
            case FileKind.Metric:
                var metric = isUtf8 ? MetricReader.Read(file.Path, text) : MetricReader.NotUtf8(file.Path);
                return new FileReading(metric.Findings, part with { Metric = MetricSummary.Of(metric) }, MetricSource.Create(metric, file.RelativePath));
            case FileKind.Incidents:
                var labels = isUtf8 ? LabelReader.Read(file.Path, text) : LabelReader.NotUtf8(file.Path);
                return new FileReading(labels.Findings, part with { Labels = LabelFileSummary.Of(labels, file.RelativePath) });
            case FileKind.Profiles:
                var profiles = isUtf8 ? ProfilesReader.Read(file.Path, text) : ProfilesReader.NotUtf8(file.Path);
                return new FileReading(profiles.Findings, part with { Profiles = profiles });
            case FileKind.Project:
                var project = isUtf8 ? ProjectFileReader.Read(file.Path, text) : ProjectFileReader.NotUtf8(file.Path);
                return new FileReading(project.Findings, part with { Project = project });
            default:
                return new FileReading(isUtf8 ? QueryFileReader.Check(file.Path, text) : QueryFileReader.NotUtf8(file.Path), part);
        }
    }
}
