namespace Detectkit.Build.EndToEnd;

public sealed class LoggerTests
{
    [Fact]
    public void The_terminal_logger_shows_the_summary()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Build("DetectkitDetect", "-tl:on").Succeeds();

        Assert.Matches(@"shop .*→ obj/detectkit/detections \(1 judged, \d+ anomal(y|ies), \d+ alerts?\)", build.Text);
        Assert.StartsWith(
            "timestamp,value,detector,lower,upper,is_anomaly,severity,direction,reason,alert\n2026-01-01 00:00:00,",
            repository.Read("obj/detectkit/detections/orders.csv"),
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(repository.Output, "detections", "orders.alerts.csv")));
    }

    [Fact]
    public void A_quiet_build_says_nothing_about_what_went_well()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Autotune("-v:q").Succeeds();

        Assert.Empty(build.Said);
        Assert.NotNull(repository.Branch());
    }
}
