using Detectkit.Configuration.Project;

namespace Detectkit.Engine.Tests.Configuration;

public class ProjectFileTests
{
    [Theory]
    [InlineData("loading_delay: 10min")]
    [InlineData("source_profile: warehouse")]
    [InlineData("false_alert_budget: 1.5")]
    [InlineData("false_alert_budget: {per_week: 1}")]
    public void Keys_of_later_versions_are_known(string line) =>
        Assert.Empty(ProjectFileReader.Read("detectkit_project.yml", "name: shop\ndefault_profile: warehouse\n" + line + "\n").Findings);

    [Theory]
    [InlineData("load: 60, detect: 60, alert: 60", 0)]
    [InlineData("detect: 0", 1)]
    [InlineData("alert: soon", 1)]
    [InlineData("detects: 60", 1)]
    public void The_time_limits_of_steps_that_are_not_run_here_are_known_and_checked(string timeouts, int findings) =>
        Assert.Equal(findings, ProjectFileReader.Read("detectkit_project.yml", $"name: shop\ndefault_profile: warehouse\ntimeouts: {{{timeouts}}}\n").Findings.Count);

    [Fact]
    public void A_key_that_nothing_knows_is_a_warning() =>
        Assert.Single(ProjectFileReader.Read("detectkit_project.yml", "name: shop\ndefault_profile: warehouse\nloading_delays: 10min\n").Findings);
}
