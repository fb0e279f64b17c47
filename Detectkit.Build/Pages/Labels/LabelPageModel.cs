using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Build.Pages.Labels;

/// <summary>What a labelling page is made from.</summary>
internal sealed record LabelPageModel
{
    public required string Metric { get; init; }

    /// <summary>The metric's YAML file, relative to the project's root with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>Since 1970-01-01 UTC.</summary>
    public required long StartMilliseconds { get; init; }

    public required int IntervalSeconds { get; init; }

    /// <summary>NaN where there is none; at least one point.</summary>
    public required ReadOnlyMemory<double> Values { get; init; }

    /// <summary>Null where none is configured.</summary>
    public DetectorLayer? Detector { get; init; }

    /// <summary>Detectors that the metric has besides that one; the page does not show them.</summary>
    public int OtherDetectors { get; init; }

    /// <summary>Their zone is the one the page starts with.</summary>
    public IncidentLabels Labels { get; init; } = IncidentLabels.None;

    /// <summary>Where they come from, relative to the project's root.</summary>
    public string? LabelSource { get; init; }

    /// <summary>Labelled incidents of other places that are not among them.</summary>
    public ValueList<Incident> Hidden { get; init; } = [];

    public string? HiddenSource { get; init; }

    /// <summary>Best first.</summary>
    public ValueList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>The folder the exported file belongs into, relative to the project's root: that of <c>labels_file</c>, else <c>incidents/&lt;metric&gt;/</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>The exported file's name: that of <c>labels_file</c>, else one that sorts behind those in the folder.</summary>
    public required string FileName { get; init; }

    /// <summary>It tunes with the exported file.</summary>
    public required string TuneCommand { get; init; }

    /// <summary>The key of the metric's file that comes before what is saved into its folder: <c>labels_file</c>, <c>incidents</c>, or null.</summary>
    public string? ComesBefore { get; init; }

    /// <summary>Tells this metric's unsaved work from that of a metric of the same name in another project.</summary>
    public required string DraftKey { get; init; }

    /// <summary>Whether the page comes from the label server and can save there.</summary>
    public bool IsServed { get; init; }
}
