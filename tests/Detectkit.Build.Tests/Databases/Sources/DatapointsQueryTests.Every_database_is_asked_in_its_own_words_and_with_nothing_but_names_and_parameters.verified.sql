-- DuckDb
SELECT "timestamp", "value", "seasonality_data" FROM "dtk`""\x"."points" WHERE "metric_name" = $1 AND "timestamp" >= CAST($2 AS TIMESTAMP) AND "timestamp" < CAST($3 AS TIMESTAMP) ORDER BY "timestamp", "created_at"
--   metric: x'; drop table points
--   start: 2026-05-01 00:00:00.000
--   end: 2026-05-02 03:04:05.000
SELECT "timestamp", "value" FROM "other"."points" WHERE "metric_name" = $1 ORDER BY "timestamp", "created_at"

-- Postgres
SELECT "timestamp", "value", "seasonality_data" FROM "dtk`""\x"."points" WHERE "metric_name" = @metric AND "timestamp" >= CAST(@start AS TIMESTAMP) AND "timestamp" < CAST(@end AS TIMESTAMP) ORDER BY "timestamp", "created_at"
--   metric: x'; drop table points
--   start: 2026-05-01 00:00:00.000
--   end: 2026-05-02 03:04:05.000
SELECT "timestamp", "value" FROM "other"."points" WHERE "metric_name" = @metric ORDER BY "timestamp", "created_at"

-- MySql
SELECT `timestamp`, `value`, `seasonality_data` FROM `dtk``"\x`.`points` WHERE `metric_name` = @metric AND `timestamp` >= CAST(@start AS DATETIME(3)) AND `timestamp` < CAST(@end AS DATETIME(3)) ORDER BY `timestamp`, `created_at`
--   metric: x'; drop table points
--   start: 2026-05-01 00:00:00.000
--   end: 2026-05-02 03:04:05.000
SELECT `timestamp`, `value` FROM `other`.`points` WHERE `metric_name` = @metric ORDER BY `timestamp`, `created_at`

-- ClickHouse
SELECT `timestamp`, `value`, `seasonality_data` FROM `dtk\`"\\x`.`points` FINAL WHERE `metric_name` = {metric:String} AND `timestamp` >= toDateTime64({start:String}, 3, 'UTC') AND `timestamp` < toDateTime64({end:String}, 3, 'UTC') ORDER BY `timestamp`, `created_at`
--   metric: x'; drop table points
--   start: 2026-05-01 00:00:00.000
--   end: 2026-05-02 03:04:05.000
SELECT `timestamp`, `value` FROM `other`.`points` FINAL WHERE `metric_name` = {metric:String} ORDER BY `timestamp`, `created_at`
