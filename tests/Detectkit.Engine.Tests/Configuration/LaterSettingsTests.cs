using Detectkit.Configuration;
using Detectkit.Configuration.Project;

namespace Detectkit.Engine.Tests.Configuration;

public class LaterSettingsTests
{
    private const string Metric = "name: orders\ninterval: 10min\nquery: SELECT 1 WHERE '{{ dtk_start_time }}' < now()\n";

    [Theory]
    [InlineData("15min", 900)]
    [InlineData("900", 900)]
    [InlineData("0", 0)]
    [InlineData("null", null)]
    public void A_loading_delay_is_read_in_metric_and_project(string written, int? seconds)
    {
        var metric = MetricReader.Read("m.yml", Metric + "loading_delay: " + written + "\n");
        var project = ProjectFileReader.Read("detectkit_project.yml", "name: shop\ndefault_profile: warehouse\nloading_delay: " + written + "\n");

        Assert.Empty(metric.Findings);
        Assert.Empty(project.Findings);
        Assert.Equal(seconds, metric.Metric!.LoadingDelaySeconds);
        Assert.Equal(seconds ?? 0, project.Project!.LoadingDelaySeconds);
    }

    [Theory]
    [InlineData("loading_delay: soon")]
    [InlineData("loading_delay: -5")]
    [InlineData("loading_delay: 1.5")]
    [InlineData("loading_delay: [1]")]
    [InlineData("source_profile: 3")]
    [InlineData("source_profile: {name: lake}")]
    [InlineData("source_profile: ''")]
    public void What_cannot_be_read_is_one_warning_at_its_place_and_as_if_it_were_not_there(string line)
    {
        var metric = MetricReader.Read("m.yml", Metric + line + "\n");
        var project = ProjectFileReader.Read("detectkit_project.yml", "name: shop\ndefault_profile: warehouse\n" + line + "\n");

        foreach (var (findings, at) in new[] { (metric.Findings, 4), (project.Findings, 3) })
        {
            var finding = Assert.Single(findings);
            Assert.Equal((Rules.LaterSetting, at), (finding.Rule, finding.Span.Start.Line));
            Assert.EndsWith("it is ignored.", finding.Message, StringComparison.Ordinal);
        }

        Assert.Equal((null, null), (metric.Metric!.SourceProfile, metric.Metric.LoadingDelaySeconds));
        Assert.Equal((null, 0), (project.Project!.SourceProfile, project.Project.LoadingDelaySeconds));
    }

    [Fact]
    public void A_source_profile_that_profiles_yml_does_not_have_is_an_error_in_metric_and_project()
    {
        var files = new ProjectFiles
        {
            Metrics = [MetricSummary.Create(MetricReader.Read("m.yml", Metric + "source_profile: lak\n"))],
            Project = ProjectFileReader.Read("detectkit_project.yml", "name: shop\ndefault_profile: warehouse\nsource_profile: sea\n"),
            Profiles = ProfilesReader.Read("profiles.yml", "profiles:\n  warehouse: {type: duckdb}\n  lake: {type: duckdb}\n"),
        };

        var findings = ProjectRules.Check(files).Where(f => f.Rule == Rules.ProfileUnknown).Select(f => f.ToString()).ToList();

        Assert.Equal(2, findings.Count);
        Assert.StartsWith("m.yml(4,17): error DTK0204: 'lak' is not a profile in profiles.yml", findings[0], StringComparison.Ordinal);
        Assert.StartsWith("detectkit_project.yml(3,17): error DTK0204: 'sea' is not a profile in profiles.yml", findings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_metrics_source_profile_is_read()
    {
        Assert.Equal("lake", MetricReader.Read("m.yml", Metric + "source_profile: lake\n").Metric!.SourceProfile);
    }
}
