SELECT timestamp, value
FROM read_csv('data/signups.csv')
WHERE timestamp >= '{{ dtk_start_time }}'
  AND timestamp < '{{ dtk_end_time }}'
ORDER BY timestamp
