using Detectkit.Build.Sources;
using Detectkit.Build.Worker.Options;
using Detectkit.Configuration;

namespace Detectkit.Build.Worker.Inputs;

/// <summary>Chooses the database of a metric: the build property over the metric's profile over the project's default.</summary>
internal sealed class ProfileChoice(ProjectInputs inputs, RunOptions options, ProfileResolution resolution)
{
    /// <summary>Chooses a metric's database.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The profile, or why it cannot be used.</returns>
    public (ConnectionProfile? Profile, Finding? Failure) Choose(MetricFile metric)
    {
        var name = options.Profile ?? metric.Metric.Profile ?? inputs.Settings.DefaultProfile?.Text ?? inputs.Profiles?.DefaultProfile?.Text;
        if (inputs.Profiles is not { } profiles)
        {
            return options.Profile is null
                ? (ConnectionProfile.InMemory, null)
                : (null, AboutProperty($"the property AutotuneProfile names '{options.Profile}', but the project has no profiles.yml"));
        }

        if (name is null)
        {
            return (null, new Finding(
                BuildRules.ProfileInvalid,
                inputs.ProfilesPath!,
                SourceSpan.FileStart,
                $"no profile is the default, and metric '{metric.DisplayName}' names none: add 'default_profile', or 'profile' to the metric"));
        }

        if (profiles.Find(name) is not { } profile)
        {
            var known = string.Join(", ", profiles.All.Select(p => p.Name));
            return (null, options.Profile == name
                ? AboutProperty($"the property AutotuneProfile names '{name}', which is no profile of profiles.yml; there are {known}")
                : metric.Finding(Rules.ProfileUnknown, $"'{name}' is no profile of profiles.yml; there are {known}", metric.PlaceOf("profile")));
        }

        try
        {
            return (resolution.Resolve(profile), null);
        }
        catch (LoadingFailedException e)
        {
            return (null, new Finding(e.Failure.Rule, inputs.ProfilesPath!, profile.Span, e.Failure.Message));
        }
    }

    private Finding AboutProperty(string message) => new(BuildRules.ProfileInvalid, inputs.Request.ProjectPath, SourceSpan.FileStart, message);
}
