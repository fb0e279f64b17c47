using System.Globalization;
using System.Text;

namespace Detectkit.Benchmarks.Kernels;

/// <summary>The text of a metric file: comments, both styles, a block, and as many incidents as are wanted.</summary>
internal static class MadeMetricText
{
    public const string Path = "metrics/checkout_errors.yml";

    public static string Of(int incidents)
    {
        var text = new StringBuilder("""
            # Who is called at night depends on this one.
            name: checkout_errors
            description: |
              Share of failed checkouts.
              Deploys show here first.
            tags: [reliability, checkout]
            interval: 5min
            query: |
              SELECT timestamp, value
              FROM read_csv('data/checkout_errors.csv')
              WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'
            seasonality_columns: [hour, day_of_week]
            detectors:
              - type: mad  # copied from the metric beside it
                params: {threshold: 3.5, window_size: 288, seasonality_components: [hour]}
            alerting:
              channels: ["shop-oncall"]
              consecutive_anomalies: 4
            autotune:
              scoring_metric: f1
              incidents:

            """.ReplaceLineEndings("\n"));
        var day = new DateTime(2026, 1, 5, 10, 5, 0, DateTimeKind.Utc);
        for (var i = 0; i < incidents; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - {{start: \"{day.AddDays(i):yyyy-MM-dd HH:mm:ss}\", end: \"{day.AddDays(i).AddHours(1):yyyy-MM-dd HH:mm:ss}\", label: deploy {i}}}\n");
        }

        return text.ToString();
    }
}
