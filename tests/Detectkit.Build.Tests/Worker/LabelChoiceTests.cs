namespace Detectkit.Build.Worker;

public sealed class LabelChoiceTests : IDisposable
{
    private const string Three =
        "incidents:\n  - {start: \"2026-01-04 10:00:00\", end: \"2026-01-04 11:00:00\"}\n  - {start: \"2026-01-06 02:00:00\", end: \"2026-01-06 02:50:00\"}\n  - {at: \"2026-01-02 00:00:00\"}\n";

    private readonly MadeProject project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public void A_metric_that_names_no_labels_takes_the_newest_file_of_its_folder()
    {
        Unlabelled();
        project.Write("incidents/orders/a.yml", "incidents: []\n");
        project.Write("incidents/orders/b.yml", Three);
        project.Write("incidents/orders/old/c.yml", "incidents: []\n");

        var log = project.Tune("orders").Log;

        Assert.Contains("2 interval(s) + 1 point(s)", log, StringComparison.Ordinal);
        Assert.DoesNotContain("DTK0307", log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_the_newest_file_stops_the_run_and_one_in_an_older_does_not()
    {
        Unlabelled();
        project.Write("incidents/orders/a.yml", "incidents: 1\n");
        project.Write("incidents/orders/b.yml", Three);
        Assert.DoesNotContain("error", project.Tune("orders").Log, StringComparison.Ordinal);

        project.Write("incidents/orders/c.yml", "metric: returns\n" + Three);
        Assert.Contains("incidents/orders/c.yml(1,9): error DTK0107", project.Tune("orders").Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labels_file: incidents/orders.yml", "labels_file names another file")]
    [InlineData("incidents: [{at: \"2026-01-04 10:00:00\"}]", "the metric has incidents of its own")]
    public void Labels_in_the_folder_that_do_not_count_are_a_warning_that_says_how_to_make_them_count(string own, string why)
    {
        project.Replace("metrics/orders.yml", "labels_file: incidents/orders.yml", own);
        project.Write("incidents/orders/a.yml", Three);

        var log = project.Tune("orders").Log;

        Assert.Contains($"warning DTK0307: the labels in 'incidents/orders/a.yml' are not read, because {why}; write 'labels_file: incidents/orders/a.yml'", log, StringComparison.Ordinal);
        Assert.DoesNotContain("2 interval(s) + 1 point(s)", log, StringComparison.Ordinal);
        log = project.Tune("orders", ("AutotuneIncidents", "incidents")).Log;
        Assert.DoesNotContain("DTK0307", log, StringComparison.Ordinal);
        Assert.Contains("2 interval(s) + 1 point(s)", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Naming_the_newest_file_of_the_folder_is_no_reason_to_warn()
    {
        project.Replace("metrics/orders.yml", "incidents/orders.yml", "incidents/orders/b.yml");
        project.Write("incidents/orders/a.yml", "incidents: []\n");
        project.Write("incidents/orders/b.yml", Three);

        var log = project.Tune("orders").Log;

        Assert.DoesNotContain("DTK0307", log, StringComparison.Ordinal);
        Assert.Contains("2 interval(s) + 1 point(s)", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_folder_by_metric_a_metric_that_has_none_there_takes_its_own_labels()
    {
        project.Write("incidents/orders/a.yml", Three);

        var log = project.Tune("*", ("AutotuneIncidents", "incidents")).Log;

        Assert.DoesNotContain("error", log, StringComparison.Ordinal);
        Assert.Contains("2 interval(s) + 1 point(s)", log, StringComparison.Ordinal);
        Assert.Contains("2 interval(s) + 0 point(s)", log, StringComparison.Ordinal);
    }

    private void Unlabelled() => project.Replace("metrics/orders.yml", "autotune:\n  labels_file: incidents/orders.yml\n", "");
}
