using Detectkit.Build.Options;
using Detectkit.Configuration;
using Detectkit.Configuration.Reading;
using Detectkit.Runtime;
using Detectkit.Runtime.Databases;

namespace Detectkit.Build.Inputs;

/// <summary>
/// Chooses the databases of a metric. Its state (loaded points, audit, locks) is where the build property, the metric's <c>profile</c> or the
/// project's default says, in this order; its query runs where <c>source_profile</c> of the metric or the project says, and there without one.
/// </summary>
internal sealed class ProfileChoice(ProjectInputs inputs, RunOptions options, ProfileResolution resolution)
{
    public (ConnectionProfile? Profile, Finding? Failure) Choose(MetricFile metric)
    {
        var name = options.Profile ?? metric.Metric.Profile ?? inputs.Settings.DefaultProfile?.Text ?? inputs.Profiles?.DefaultProfile?.Text;
        if (inputs.Profiles is null && options.Profile is not null)
        {
            return (null, AboutProperty($"the property AutotuneProfile names '{options.Profile}', but the project has no profiles.yml"));
        }

        return Find(metric, name, known => options.Profile == name
            ? AboutProperty($"the property AutotuneProfile names '{name}', which is not a profile in profiles.yml; there are {known}")
            : Unknown(metric, name!, known, "profile"));
    }

    public (ConnectionProfile? Profile, Finding? Failure) ChooseSource(MetricFile metric)
    {
        if (metric.Metric.SourceProfile is { } own)
        {
            return Find(metric, own, known => Unknown(metric, own, known, LaterSettings.SourceProfileKey));
        }

        return inputs.Settings.SourceProfile is { } common
            ? Find(metric, common.Text, known => new Finding(
                Rules.ProfileUnknown, inputs.SettingsPath!, common.Span, $"'{common.Text}' is not a profile in profiles.yml; there are {known}"))
            : Choose(metric);
    }

    private (ConnectionProfile? Profile, Finding? Failure) Find(MetricFile metric, string? name, Func<string, Finding> unknown)
    {
        if (inputs.Profiles is not { } profiles)
        {
            return (ConnectionProfile.InMemory, null);
        }

        if (name is null)
        {
            return (null, new Finding(
                RuntimeRules.ProfileInvalid,
                inputs.ProfilesPath!,
                SourceSpan.FileStart,
                $"no profile is the default, and metric '{metric.DisplayName}' names none: add 'default_profile', or 'profile' to the metric"));
        }

        if (profiles.Find(name) is not { } profile)
        {
            return (null, unknown(string.Join(", ", profiles.All.Select(p => p.Name))));
        }

        var (connection, failure) = resolution.Resolve(profile);
        return (connection, failure is null ? null : new Finding(failure.Rule, inputs.ProfilesPath!, profile.Span, failure.Message));
    }

    private static Finding Unknown(MetricFile metric, string name, string known, string field) =>
        metric.Finding(Rules.ProfileUnknown, $"'{name}' is not a profile in profiles.yml; there are {known}", metric.PlaceOf(field));

    private Finding AboutProperty(string message) => inputs.Request.Finding(RuntimeRules.ProfileInvalid, message);
}
