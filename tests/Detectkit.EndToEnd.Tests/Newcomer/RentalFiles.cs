namespace Detectkit.Build.Newcomer;

/// <summary>The metrics of a made-up bicycle rental, as its people have written them over time, by path.</summary>
internal static class RentalFiles
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["metrics/api/unlock_latency.yml"] = """
            # Owner: lock team. The night of 27 February is why this one knows the hour.
            name: unlock_latency
            description: p95 of unlocking a bicycle, ms
            tags: [api, critical, slo]
            profile: files
            interval: 5min
            query: |
              SELECT timestamp, value FROM read_csv('data/unlock_latency.csv')
              WHERE timestamp >= '{{ dtk_start_time }}' AND timestamp < '{{ dtk_end_time }}'
            loading_start_time: "2026-02-02 00:00:00"
            seasonality_columns: [hour, day_of_week]
            detectors:
              - type: mad
                params:
                  threshold: 5.0          # agreed with the people on call
                  window_size: 2016
                  seasonality_components: [hour]
              - type: manual_bounds       # promised: never above 1 s
                params: {upper_bound: 1000}
            alerting:
              - channels: [pager]
                direction: up
                consecutive_anomalies: 3
                min_detectors: 1
                timezone: Europe/Berlin
              - channels: [chat_locks]
                consecutive_anomalies: 1
                enabled: false
            """,
        ["incidents/unlock_latency/2026-03.yml"] = """
            metric: unlock_latency
            timezone: Europe/Berlin
            incidents:
              - {start: "2026-02-18 11:00:00", end: "2026-02-18 12:00:00", label: certificate}
              - {start: "2026-02-27 03:40:00", end: "2026-02-27 04:30:00", label: night backup}
              - {start: "2026-03-12 18:30:00", end: "2026-03-12 19:20:00", label: bad release}
              - {start: "2026-03-24 10:10:00", end: "2026-03-24 10:55:00", label: broker down}
            """,
        ["metrics/api/failed_requests.yml"] = """
            name: failed_requests
            description: Share of requests that failed
            tags: [api]
            interval: 5min
            query_file: sql/failed_requests.sql
            loading_start_time: "2026-02-02 00:00:00"
            detectors:
              - type: zscore
                params: {threshold: 3.0, window_size: 100}
            alerting:
              channels: [chat_locks]
              consecutive_anomalies: 1
              direction: up
            """,
        ["sql/failed_requests.sql"] = """
            -- share of requests that failed
            SELECT at AS timestamp, sum(n) FILTER (WHERE NOT succeeded)::float / nullif(sum(n), 0) AS value
            FROM requests
            WHERE at >= '{{ dtk_start_time }}' AND at < '{{ dtk_end_time }}'
            GROUP BY at ORDER BY at
            """,
        ["metrics/api/requests.yml"] = """
            name: requests
            tags: [api]
            interval: 300
            query: |
              SELECT at, sum(n) AS total FROM requests
              {% if dtk_start_time %}WHERE at >= '{{ dtk_start_time }}' AND at < '{{ dtk_end_time }}'{% endif %}
              GROUP BY at ORDER BY at
            query_columns: {timestamp: at, metric: total}
            loading_start_time: "2026-02-02 00:00:00"
            detectors:
              - {type: iqr, params: {threshold: 1.5, window_size: 36}}
              - {type: mad, params: {threshold: 3.0, window_size: 36}}
            alerting:
              channels: [chat_locks]
              consecutive_anomalies: 1
              min_detectors: 2
            """,
        ["metrics/shop/trips.yml"] = """
            name: trips
            description: Trips that begin in the old town
            tags: [shop, critical]
            interval: 15min
            query: |
              SELECT date_bin('{{ interval_seconds }} seconds', at, '2026-01-01') AS timestamp, sum(n) AS value
              FROM trips
              WHERE district = 'old town' AND at >= '{{ dtk_start_time }}' AND at < '{{ dtk_end_time }}'
              GROUP BY 1 ORDER BY 1
            loading_start_time: "2026-02-02 00:00:00"
            seasonality_columns: [hour, is_weekend]
            detectors:
              - {type: mad, params: {threshold: 4.0, window_size: 1344, seasonality_components: [hour]}}
              - {type: iqr, params: {threshold: 2.0, window_size: 1344, seasonality_components: [hour]}}
            alerting:
              channels: [pager]
              direction: down
              consecutive_anomalies: 2
              min_detectors: 2
              no_data_alert: true
            autotune:
              incidents:
                - {start: "2026-02-14 12:00:00", end: "2026-02-14 13:30:00", label: map provider}
                - {start: "2026-03-03 17:00:00", end: "2026-03-03 18:30:00", label: app update}
                - {start: "2026-03-22 14:00:00", end: "2026-03-22 16:00:00", label: map provider}
            """,
        ["metrics/shop/revenue.yml"] = """
            name: revenue
            tags: [shop, critical]
            profile: files
            interval: 1h
            query: SELECT timestamp, value FROM 'data/revenue.parquet'
            seasonality_columns: [hour, day_of_week]
            detectors:
              - type: mad
                params: {threshold: 3.0}
            alerting:
              channels: [pager]
              direction: down
              consecutive_anomalies: 2
            autotune:
              incidents:
                - {start: "2026-02-21 10:00:00", end: "2026-02-21 15:00:00", label: card terminal}
                - {start: "2026-03-05 16:00:00", end: "2026-03-05 20:00:00", label: prices missing}
                - {start: "2026-03-25 11:00:00", end: "2026-03-25 15:00:00", label: bank down}
            """,
        ["metrics/shop/new_riders.yml"] = """
            name: new_riders
            tags: [shop]
            interval: 1h
            query: SELECT at AS timestamp, n AS value FROM new_riders ORDER BY at
            seasonality_columns: [hour]
            detectors:
              - type: zscore
                params: {threshold: 1.3, window_size: 168}
            alerting:
              channels: [chat_shop]
              consecutive_anomalies: 1
            autotune:
              labels_file: incidents/new_riders.yml
            """,
        ["incidents/new_riders.yml"] = """
            metric: new_riders
            incidents:
              - {start: "2026-02-19 02:00:00", end: "2026-02-19 06:00:00", label: bots}
              - {start: "2026-03-06 09:00:00", end: "2026-03-06 14:00:00", label: form broken}
              - {start: "2026-03-27 01:00:00", end: "2026-03-27 05:00:00", label: bots}
            """,
        ["metrics/shop/declined_payments.yml"] = """
            name: declined_payments
            tags: [shop]
            interval: 15min
            query: SELECT at AS timestamp, n AS value FROM declined_payments ORDER BY at
            detectors:
              - type: zscore
                params: {threshold: 4.0, window_size: 672}
            alerting:
              channels: [chat_shop]
              direction: up
              consecutive_anomalies: 2
            autotune:
              labels_file: incidents/declined_payments.yml
            """,
        ["incidents/declined_payments.yml"] = """
            metric: declined_payments
            incidents:
              - {start: "2026-02-25 19:00:00", end: "2026-02-25 20:30:00", label: card scheme}
              - {start: "2026-03-10 12:00:00", end: "2026-03-10 13:00:00", label: stolen cards}
              - {start: "2026-03-21 21:00:00", end: "2026-03-21 22:30:00", label: card scheme}
            """,
        ["metrics/field/rebalancing_queue.yml"] = """
            name: rebalancing_queue
            description: Stations that wait for a van
            tags: [field]
            profile: files
            interval: 15min
            query: SELECT timestamp, value FROM 'data/rebalancing_queue.csv'
            seasonality_columns: [hour]
            detectors:
              - type: iqr
                params: {threshold: 1.5, window_size: 40}
            alerting:
              channels: [chat_field]
              consecutive_anomalies: 1
            """,
        ["incidents/rebalancing_queue/vans.yml"] = """
            metric: rebalancing_queue
            incidents:
              - {start: "2026-02-17 07:00:00", end: "2026-02-17 10:00:00", label: van broke down}
              - {start: "2026-03-04 16:00:00", end: "2026-03-04 18:30:00", label: strike}
              - {start: "2026-03-26 08:00:00", end: "2026-03-26 10:30:00", label: van broke down}
            """,
        ["metrics/field/lock_temperature.yml"] = """
            name: lock_temperature
            description: Fixed limits only
            tags: [field]
            profile: files
            interval: 15min
            query: SELECT timestamp, value FROM 'data/lock_temperature.csv'
            detectors:
              - type: manual_bounds
                params: {lower_bound: -15, upper_bound: 60}
            alerting:
              channels: [chat_field]
            """,
        ["metrics/field/bikes_available.yml"] = """
            name: bikes_available
            tags: [field]
            profile: files
            interval: 15min
            query: SELECT timestamp, value FROM 'data/bikes_available.csv'
            detectors:
              - type: mad
                params: {threshold: 4.0, window_size: 20000}
            alerting:
              channels: [chat_field]
              consecutive_anomalies: 2
            """,
        ["metrics/infra/edge_cpu.yml"] = """
            name: edge_cpu
            tags: [infra]
            profile: files
            interval: 5min
            query: SELECT timestamp, value FROM 'data/edge_cpu.csv'
            detectors:
              - type: mad
                params: {threshold: 3.0, window_size: 288}
            alerting:
              channels: [chat_infra]
              direction: up
              consecutive_anomalies: 5
            """,
        ["metrics/infra/export_minutes.yml"] = """
            name: export_minutes
            tags: [infra, nightly]
            profile: files
            interval: 1d
            query: SELECT day, minutes FROM 'data/export_minutes.csv'
            query_columns:
              timestamp: day
              metric: minutes
            detectors:
              - type: zscore
                params: {threshold: 3.0, window_size: 30}
            alerting:
              channels: [chat_infra]
              consecutive_anomalies: 1
            """,
    };
}
