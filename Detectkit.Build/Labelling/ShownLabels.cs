using Detectkit.Build.Inputs;
using Detectkit.Build.Options;
using Detectkit.Configuration;
using Detectkit.Labels;

namespace Detectkit.Build.Labelling;

/// <summary>The labels that a page starts with, and those that it must not pass over: what is saved may count instead of them.</summary>
/// <param name="Shown">The labels to start with.</param>
/// <param name="Hidden">Incidents of other places that are not among them.</param>
/// <param name="HiddenSource">Those places in words; <c>null</c> without such incidents.</param>
internal sealed record ShownLabels(ChosenLabels Shown, ValueList<Incident> Hidden, string? HiddenSource)
{
    /// <summary>Chooses: what was asked for, else the newest file of the metric's folder, else what the metric is tuned with.</summary>
    public static ShownLabels Of(MetricFile file, ProjectInputs inputs, RunOptions options)
    {
        var (own, newest) = (LabelChoice.Own(file, inputs), LabelChoice.Newest(file, inputs));
        var shown = options.Incidents is null ? newest ?? own : LabelChoice.Choose(file, inputs, options);
        var known = shown.Labels.Incidents.Select(Span).ToHashSet();
        var others = new[] { own, newest }.OfType<ChosenLabels>()
            .DistinctBy(o => o.Source)
            .Select(o => (o.Source, Incidents: o.Labels.Incidents.Where(i => known.Add(Span(i))).ToList()))
            .Where(o => o.Incidents.Count > 0)
            .ToList();
        return new ShownLabels(shown, [.. others.SelectMany(o => o.Incidents)], others.Count == 0 ? null : string.Join(" and ", others.Select(o => o.Source)));
    }

    private static (DateTime Start, DateTime End) Span(Incident incident) => (incident.Start, incident.End);
}
