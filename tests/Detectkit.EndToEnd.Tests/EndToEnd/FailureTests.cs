using System.Diagnostics;

namespace Detectkit.Build.EndToEnd;

public sealed class FailureTests
{
    [Fact]
    public void A_failing_query_is_an_error_at_its_line_in_the_metrics_file()
    {
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders", "FROM read_csv('data/nothing.csv')");
        repository.CommitAll();

        var build = repository.Autotune().Fails();

        var error = Assert.Single(build.Errors);
        Assert.Equal(
            Path.Combine(repository.Root, "metrics/orders.yml") + "(5,8): error DTK0404: IO Error: No files found that match the pattern \"data/nothing.csv\"", error);
        Assert.Equal("shop -> detectkit/autotune (0 tuned, 1 failed; nothing to commit)", build.Said[^1]);
    }

    [Fact]
    public void One_bad_metric_of_many_fails_the_build_and_the_others_are_committed()
    {
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders");
        repository.WriteMetric("empty", "FROM 'data/orders.csv' WHERE false");
        repository.WriteMetric("short", "FROM 'data/orders.csv' WHERE timestamp < '2026-01-01 03:00:00'");
        repository.CommitAll();

        var build = repository.Autotune().Fails();

        Assert.Equal("metrics/orders.yml", repository.Git("diff", "--name-only", "HEAD", "detectkit/autotune"));
        Assert.Collection(
            build.Errors.Order(StringComparer.Ordinal),
            error => Assert.Contains("metrics/empty.yml(3,8): error DTK0407: the query gives no rows", error, StringComparison.Ordinal),
            error => Assert.Contains("metrics/short.yml : error DTK0411: 'short' cannot be tuned: not enough values: 18 of the ", error, StringComparison.Ordinal));
        Assert.Contains("(1 tuned, 2 failed; commit ", build.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_selected_metric_stops_everything_before_it_starts()
    {
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders");
        repository.WriteMetric("wrong", extra: "interval: never");
        repository.CommitAll();

        var build = repository.Autotune().Fails();

        Assert.Contains(build.Errors, e => e.Contains("wrong.yml(14,11): error DTK0031", StringComparison.Ordinal));
        Assert.Null(repository.Branch());
        Assert.False(Directory.Exists(repository.Output));
        repository.Autotune("-p:AutotuneExclude=wrong").Succeeds();
    }

    [Fact]
    public void A_metric_file_that_cannot_be_read_is_named()
    {
        using var repository = MetricsRepository.WithOrders();
        File.CreateSymbolicLink(Path.Combine(repository.Root, "metrics/gone.yml"), "nowhere.yml");

        var build = repository.Autotune().Fails();

        Assert.Contains("metrics/gone.yml : error DTK0304: the file cannot be read: ", Assert.Single(build.Errors), StringComparison.Ordinal);
        Assert.Null(repository.Branch());
    }

    [Fact]
    public void An_uncommitted_edit_must_be_committed_first_or_tuned_as_a_draft()
    {
        using var repository = MetricsRepository.WithOrders();
        repository.Write("metrics/orders.yml", repository.Read("metrics/orders.yml") + "# edited\n");

        var warning = Assert.Single(repository.Autotune().Succeeds().Warnings);

        Assert.Contains("metrics/orders.yml : warning DTK0518", warning, StringComparison.Ordinal);
        Assert.Contains("AutotuneCommit=false", warning, StringComparison.Ordinal);
        Assert.Null(repository.Branch());
        repository.Autotune("-p:AutotuneCommit=false").Succeeds();
        Assert.EndsWith("# edited\n", repository.Read("metrics/orders.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_repository_the_error_names_the_way_out()
    {
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders");

        var error = Assert.Single(repository.Autotune().Fails().Errors);

        Assert.Contains("shop.csproj : error DTK0501", error, StringComparison.Ordinal);
        Assert.Contains("AutotuneCommit=false", error, StringComparison.Ordinal);
        repository.Autotune("-p:AutotuneCommit=false").Succeeds();
    }

    [Fact]
    public void Every_wrong_property_is_an_error_of_its_own()
    {
        using var repository = MetricsRepository.WithOrders();

        var errors = repository.Autotune("-p:AutotuneDryRun=perhaps", "-p:AutotuneMaxParallel=0", "-p:AutotuneFrom=yesterday", "-p:AutotuneScoring=luck").Fails().Errors;

        Assert.Equal(4, errors.Count);
        Assert.All(errors, e => Assert.Contains("shop.csproj : error DTK0301: the property Autotune", e, StringComparison.Ordinal));
    }

    [Fact]
    public void A_property_that_does_not_exist_is_one_warning_and_the_others_count()
    {
        using var repository = MetricsRepository.WithOrders();

        var build = repository.Autotune("-p:AutotuneRefitt=true", "-p:AutotuneDryRun=true", "-p:DetectkitNamespace=Shop", "-p:Configuration=Release").Succeeds();

        Assert.Equal(
            Path.Combine(repository.Root, "shop.csproj") + " : warning DTK0308: Detectkit has no property AutotuneRefitt; did you mean AutotuneRefit?",
            Assert.Single(build.Warnings));
        Assert.Equal("shop -> dry run (1 tuned), see obj/detectkit/report.html", build.Said[^1]);
    }

    [Fact]
    public void A_warning_about_a_property_is_silenced_like_any_other()
    {
        using var repository = MetricsRepository.WithOrders();

        Assert.Empty(repository.Build("DetectkitDetect", "-p:DetectkitVersion=0.1.0", "-p:DetectkitMine=1", "-p:NoWarn=DTK0308").Succeeds().Warnings);
    }

    [Fact]
    public void A_selector_that_matches_nothing_is_an_error()
    {
        using var repository = MetricsRepository.WithOrders();

        var error = Assert.Single(repository.Autotune("-p:AutotuneSelect=ordres").Fails().Errors);

        Assert.Contains("error DTK0302: 'ordres' in AutotuneSelect matches no metric", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_stops_at_once_and_leaves_nothing()
    {
        using var repository = new MetricsRepository();
        repository.WriteMetric("a_quick");
        repository.WriteMetric("b_endless", "FROM (SELECT DATE '2026-01-01' AS timestamp, count(*) AS value FROM range(1000000000) a, range(1000000000) b)");
        repository.CommitAll();
        using var build = RunningBuild.Start(repository, "Autotune", "-p:AutotuneMaxParallel=1");
        build.WaitFor("[1/2]");

        var clock = Stopwatch.StartNew();
        build.PressControlC();
        var result = build.Wait().Fails();

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4), $"It took {clock.Elapsed}.");
        Assert.Null(repository.Branch());
        Assert.DoesNotMatch(@"(?m)^\s+at [\w.`]+\(", result.Text);
        Assert.Empty(Directory.EnumerateFiles(repository.Root, "*.lock", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(repository.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_password_reaches_neither_the_log_nor_the_evidence()
    {
        using var repository = new MetricsRepository();
        repository.WriteMetric("orders");
        repository.Write("profiles.yml", """
            default_profile: warehouse
            profiles:
              warehouse: {type: postgres, host: no-such-host.invalid, user: hedwig, password: "${SHOP_PASSWORD}", database: shop}
            """);
        repository.CommitAll();

        var build = repository.Autotune("-p:SomethingElse=1").Fails();
        Assert.Contains("needs the environment variable SHOP_PASSWORD", Assert.Single(build.Errors), StringComparison.Ordinal);

        repository.Write("profiles.yml", repository.Read("profiles.yml").Replace("${SHOP_PASSWORD}", "alohomora", StringComparison.Ordinal));
        build = repository.Autotune("-p:AutotuneCommit=false").Fails();

        Assert.Contains("metrics/orders.yml : error DTK0403: profile 'warehouse': ", Assert.Single(build.Errors), StringComparison.Ordinal);
        foreach (var text in Directory.EnumerateFiles(repository.Output, "*", SearchOption.AllDirectories).Select(File.ReadAllText).Append(build.Text))
        {
            Assert.DoesNotContain("alohomora", text, StringComparison.Ordinal);
            Assert.DoesNotContain("no-such-host", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hedwig", text, StringComparison.Ordinal);
        }
    }
}
