using Detectkit.Build.EndToEnd;
using Detectkit.Build.Databases;

namespace Detectkit.Build.Newcomer;

/// <summary>What a newcomer with twelve metrics meets in the first weeks, by real builds in a real repository.</summary>
[Collection(nameof(PostgresServer))]
public sealed class NewcomerTests(PostgresServer server)
{
    private const string FirstRun = "bikes_available, failed_requests, new_riders, rebalancing_queue, requests";

    [PostgresFact]
    public void Week_by_week_only_what_the_people_on_call_would_merge_is_proposed()
    {
        using var rental = new RentalRepository(server);
        var steps = new List<string>();

        rental.Autotune();
        steps.Add("first run: " + rental.Changed("main"));
        var first = rental.BranchCommit!;

        rental.Autotune();
        steps.Add(rental.BranchCommit == first ? "second run: no commit" : "second run: " + rental.Changed(first));

        rental.WriteWeeks(9);
        rental.Autotune();
        steps.Add(rental.BranchCommit == first ? "a week later: no commit" : "a week later: " + rental.Changed(first));

        rental.Git("merge", "-q", "--no-ff", "-m", "Merge", "detectkit/autotune");
        rental.WriteWeeks(10);
        rental.Autotune();
        steps.Add("a week after the merge: " + rental.Changed("main"));

        // A week more gives one proposal that nobody has taken yet another threshold.
        Assert.Equal(["first run: " + FirstRun, "second run: no commit", "a week later: failed_requests", "a week after the merge: "], steps);
    }

    [PostgresFact]
    public void The_first_run_makes_nothing_worse_and_says_why_the_others_stay()
    {
        using var rental = new RentalRepository(server);

        var build = rental.Autotune("-v:n");

        var views = rental.Views("main", "detectkit/autotune");
        Assert.Equal([], views.Where(v => !v.After.Whole.IsAsGoodAs(v.Before.Whole) || !v.After.Newest.IsAsGoodAs(v.Before.Newest)).Select(v => $"{v.Name}: {v.Before} -> {v.After}"));
        Assert.All(views, v => Assert.InRange(v.After.Newest.InAlert, 0, 0.1));
        Assert.Equal(
            ["edge_cpu", "export_minutes"],
            new[] { "bikes_available", "edge_cpu", "export_minutes", "failed_requests", "lock_temperature", "requests", "trips" }
                .Where(m => build.Text.Contains($"dotnet build -t:DetectkitLabel -p:AutotuneSelect={m}", StringComparison.Ordinal)));
        Assert.Contains("revenue", rental.Read("obj/detectkit/pull-request.md").Split("rade-offs")[^1], StringComparison.Ordinal);
        Assert.Contains("min_detectors: 2", rental.Git("show", "detectkit/autotune:" + RentalRepository.PathOf("requests")), StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_squash_merge_with_a_reviewers_own_commit_counts_as_merged()
    {
        using var rental = new RentalRepository(server);
        rental.Autotune();
        rental.Git("checkout", "-q", "detectkit/autotune");
        rental.Append(RentalRepository.PathOf("requests"), "# reviewed\n");
        rental.CommitAll();
        rental.Git("checkout", "-q", "main");
        rental.Git("merge", "-q", "--squash", "detectkit/autotune");
        rental.CommitAll();

        var build = rental.Autotune();

        Assert.Equal("", rental.Changed("main"));
        Assert.Empty(build.Warnings);
    }

    [PostgresFact]
    public void Unlabelled_metrics_get_the_default_where_that_is_asked_for()
    {
        using var rental = new RentalRepository(server);

        rental.Autotune("-p:AutotuneUnlabelled=default");

        Assert.Equal("bikes_available, edge_cpu, export_minutes, failed_requests, new_riders, rebalancing_queue, requests", rental.Changed("main"));
    }

    [PostgresFact]
    public void Where_change_is_forced_every_metric_changes()
    {
        using var rental = new RentalRepository(server);

        rental.Autotune("-p:AutotuneForceChange=true");

        Assert.Equal(RentalFiles.All.Keys.Count(p => p.StartsWith("metrics/", StringComparison.Ordinal)), rental.Changed("main").Split(", ").Length);
    }
}
