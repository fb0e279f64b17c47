-- DuckDb
CREATE TABLE IF NOT EXISTS "odd""`name"."_dtk_autotune_runs" (
  "metric_name" VARCHAR(255) NOT NULL,
  "run_id" VARCHAR(255) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "training_period_start" TIMESTAMP,
  "training_period_end" TIMESTAMP,
  "interval_seconds" INTEGER NOT NULL,
  "labels_json" TEXT NOT NULL,
  "mode" TEXT NOT NULL,
  "scoring_metric" TEXT NOT NULL,
  "score" DOUBLE PRECISION,
  "chosen_seasonality_json" TEXT NOT NULL,
  "chosen_detector_type" TEXT,
  "chosen_detector_params_json" TEXT NOT NULL,
  "winning_detector_id" TEXT,
  "candidate_detector_ids_json" TEXT NOT NULL,
  "decision_log_json" TEXT NOT NULL,
  "generated_config_path" TEXT,
  "generated_config_text" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "error_message" TEXT,
  PRIMARY KEY ("metric_name", "run_id")
);
CREATE TABLE IF NOT EXISTS "odd""`name"."_dtk_detections" (
  "metric_name" VARCHAR(255) NOT NULL,
  "detector_id" VARCHAR(255) NOT NULL,
  "detector_name" TEXT NOT NULL,
  "timestamp" TIMESTAMP NOT NULL,
  "is_anomaly" BOOLEAN NOT NULL,
  "confidence_lower" DOUBLE PRECISION,
  "confidence_upper" DOUBLE PRECISION,
  "value" DOUBLE PRECISION,
  "processed_value" DOUBLE PRECISION,
  "detector_params" TEXT NOT NULL,
  "detection_metadata" TEXT NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("metric_name", "detector_id", "timestamp")
);
CREATE TABLE IF NOT EXISTS "odd""`name"."_dtk_tasks" (
  "metric_name" VARCHAR(255) NOT NULL,
  "detector_id" VARCHAR(255) NOT NULL,
  "process_type" VARCHAR(255) NOT NULL,
  "status" TEXT NOT NULL,
  "started_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  "last_processed_timestamp" TIMESTAMP,
  "error_message" TEXT,
  "timeout_seconds" INTEGER NOT NULL,
  "last_alert_sent" TIMESTAMP,
  "alert_count" INTEGER NOT NULL DEFAULT 0,
  "last_recovery_sent" TIMESTAMP,
  PRIMARY KEY ("metric_name", "detector_id", "process_type")
);
SELECT * FROM "odd""`name"."_dtk_tasks" WHERE 1 = 0;
INSERT INTO "odd""`name"."_dtk_autotune_runs" ("metric_name", "run_id", "created_at", "training_period_start", "training_period_end", "interval_seconds", "labels_json", "mode", "scoring_metric", "score", "chosen_seasonality_json", "chosen_detector_type", "chosen_detector_params_json", "winning_detector_id", "candidate_detector_ids_json", "decision_log_json", "generated_config_path", "generated_config_text", "status", "error_message") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20), ($21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40) ON CONFLICT ("metric_name", "run_id") DO UPDATE SET "created_at" = EXCLUDED."created_at", "training_period_start" = EXCLUDED."training_period_start", "training_period_end" = EXCLUDED."training_period_end", "interval_seconds" = EXCLUDED."interval_seconds", "labels_json" = EXCLUDED."labels_json", "mode" = EXCLUDED."mode", "scoring_metric" = EXCLUDED."scoring_metric", "score" = EXCLUDED."score", "chosen_seasonality_json" = EXCLUDED."chosen_seasonality_json", "chosen_detector_type" = EXCLUDED."chosen_detector_type", "chosen_detector_params_json" = EXCLUDED."chosen_detector_params_json", "winning_detector_id" = EXCLUDED."winning_detector_id", "candidate_detector_ids_json" = EXCLUDED."candidate_detector_ids_json", "decision_log_json" = EXCLUDED."decision_log_json", "generated_config_path" = EXCLUDED."generated_config_path", "generated_config_text" = EXCLUDED."generated_config_text", "status" = EXCLUDED."status", "error_message" = EXCLUDED."error_message";
CREATE OR REPLACE TEMPORARY TABLE "stage" ("metric_name" VARCHAR(255) NOT NULL, "detector_id" VARCHAR(255) NOT NULL, "detector_name" TEXT NOT NULL, "timestamp" TIMESTAMP NOT NULL, "is_anomaly" BOOLEAN NOT NULL, "confidence_lower" DOUBLE PRECISION, "confidence_upper" DOUBLE PRECISION, "value" DOUBLE PRECISION, "processed_value" DOUBLE PRECISION, "detector_params" TEXT NOT NULL, "detection_metadata" TEXT NOT NULL, "created_at" TIMESTAMP NOT NULL);
INSERT INTO "odd""`name"."_dtk_detections" ("metric_name", "detector_id", "detector_name", "timestamp", "is_anomaly", "confidence_lower", "confidence_upper", "value", "processed_value", "detector_params", "detection_metadata", "created_at") SELECT "metric_name", "detector_id", "detector_name", "timestamp", "is_anomaly", "confidence_lower", "confidence_upper", "value", "processed_value", "detector_params", "detection_metadata", "created_at" FROM "stage" ON CONFLICT ("metric_name", "detector_id", "timestamp") DO UPDATE SET "detector_name" = EXCLUDED."detector_name", "is_anomaly" = EXCLUDED."is_anomaly", "confidence_lower" = EXCLUDED."confidence_lower", "confidence_upper" = EXCLUDED."confidence_upper", "value" = EXCLUDED."value", "processed_value" = EXCLUDED."processed_value", "detector_params" = EXCLUDED."detector_params", "detection_metadata" = EXCLUDED."detection_metadata", "created_at" = EXCLUDED."created_at";
INSERT INTO "odd""`name"."_dtk_tasks" ("metric_name", "detector_id", "process_type", "status", "started_at", "updated_at", "last_processed_timestamp", "error_message", "timeout_seconds", "last_alert_sent", "alert_count", "last_recovery_sent") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
UPDATE "odd""`name"."_dtk_tasks" SET "status" = $1, "started_at" = $2 WHERE "metric_name" = $3 AND "started_at" = $4;
SELECT "detector_id" FROM "odd""`name"."_dtk_detections" WHERE "metric_name" = $1;
DELETE FROM "odd""`name"."_dtk_detections" WHERE "metric_name" = $1 AND "detector_id" = $2;

-- Postgres
CREATE TABLE IF NOT EXISTS "odd""`name"."_dtk_autotune_runs" (
  "metric_name" VARCHAR(255) NOT NULL,
  "run_id" VARCHAR(255) NOT NULL,
  "created_at" TIMESTAMP(3) NOT NULL,
  "training_period_start" TIMESTAMP(3),
  "training_period_end" TIMESTAMP(3),
  "interval_seconds" INTEGER NOT NULL,
  "labels_json" TEXT NOT NULL,
  "mode" TEXT NOT NULL,
  "scoring_metric" TEXT NOT NULL,
  "score" DOUBLE PRECISION,
  "chosen_seasonality_json" TEXT NOT NULL,
  "chosen_detector_type" TEXT,
  "chosen_detector_params_json" TEXT NOT NULL,
  "winning_detector_id" TEXT,
  "candidate_detector_ids_json" TEXT NOT NULL,
  "decision_log_json" TEXT NOT NULL,
  "generated_config_path" TEXT,
  "generated_config_text" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "error_message" TEXT,
  PRIMARY KEY ("metric_name", "run_id")
);
CREATE TABLE IF NOT EXISTS "odd""`name"."_dtk_detections" (
  "metric_name" VARCHAR(255) NOT NULL,
  "detector_id" VARCHAR(255) NOT NULL,
  "detector_name" TEXT NOT NULL,
  "timestamp" TIMESTAMP(3) NOT NULL,
  "is_anomaly" BOOLEAN NOT NULL,
  "confidence_lower" DOUBLE PRECISION,
  "confidence_upper" DOUBLE PRECISION,
  "value" DOUBLE PRECISION,
  "processed_value" DOUBLE PRECISION,
  "detector_params" TEXT NOT NULL,
  "detection_metadata" TEXT NOT NULL,
  "created_at" TIMESTAMP(3) NOT NULL,
  PRIMARY KEY ("metric_name", "detector_id", "timestamp")
);
CREATE TABLE IF NOT EXISTS "odd""`name"."_dtk_tasks" (
  "metric_name" VARCHAR(255) NOT NULL,
  "detector_id" VARCHAR(255) NOT NULL,
  "process_type" VARCHAR(255) NOT NULL,
  "status" TEXT NOT NULL,
  "started_at" TIMESTAMP(3) NOT NULL,
  "updated_at" TIMESTAMP(3) NOT NULL,
  "last_processed_timestamp" TIMESTAMP(3),
  "error_message" TEXT,
  "timeout_seconds" INTEGER NOT NULL,
  "last_alert_sent" TIMESTAMP(3),
  "alert_count" INTEGER NOT NULL DEFAULT 0,
  "last_recovery_sent" TIMESTAMP(3),
  PRIMARY KEY ("metric_name", "detector_id", "process_type")
);
SELECT * FROM "odd""`name"."_dtk_tasks" WHERE 1 = 0;
INSERT INTO "odd""`name"."_dtk_autotune_runs" ("metric_name", "run_id", "created_at", "training_period_start", "training_period_end", "interval_seconds", "labels_json", "mode", "scoring_metric", "score", "chosen_seasonality_json", "chosen_detector_type", "chosen_detector_params_json", "winning_detector_id", "candidate_detector_ids_json", "decision_log_json", "generated_config_path", "generated_config_text", "status", "error_message") VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20), (@p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40) ON CONFLICT ("metric_name", "run_id") DO UPDATE SET "created_at" = EXCLUDED."created_at", "training_period_start" = EXCLUDED."training_period_start", "training_period_end" = EXCLUDED."training_period_end", "interval_seconds" = EXCLUDED."interval_seconds", "labels_json" = EXCLUDED."labels_json", "mode" = EXCLUDED."mode", "scoring_metric" = EXCLUDED."scoring_metric", "score" = EXCLUDED."score", "chosen_seasonality_json" = EXCLUDED."chosen_seasonality_json", "chosen_detector_type" = EXCLUDED."chosen_detector_type", "chosen_detector_params_json" = EXCLUDED."chosen_detector_params_json", "winning_detector_id" = EXCLUDED."winning_detector_id", "candidate_detector_ids_json" = EXCLUDED."candidate_detector_ids_json", "decision_log_json" = EXCLUDED."decision_log_json", "generated_config_path" = EXCLUDED."generated_config_path", "generated_config_text" = EXCLUDED."generated_config_text", "status" = EXCLUDED."status", "error_message" = EXCLUDED."error_message";
CREATE TEMPORARY TABLE "stage" ON COMMIT DROP AS SELECT "metric_name", "detector_id", "detector_name", "timestamp", "is_anomaly", "confidence_lower", "confidence_upper", "value", "processed_value", "detector_params", "detection_metadata", "created_at" FROM "odd""`name"."_dtk_detections" WHERE 1 = 0;
INSERT INTO "odd""`name"."_dtk_detections" ("metric_name", "detector_id", "detector_name", "timestamp", "is_anomaly", "confidence_lower", "confidence_upper", "value", "processed_value", "detector_params", "detection_metadata", "created_at") SELECT "metric_name", "detector_id", "detector_name", "timestamp", "is_anomaly", "confidence_lower", "confidence_upper", "value", "processed_value", "detector_params", "detection_metadata", "created_at" FROM "stage" ON CONFLICT ("metric_name", "detector_id", "timestamp") DO UPDATE SET "detector_name" = EXCLUDED."detector_name", "is_anomaly" = EXCLUDED."is_anomaly", "confidence_lower" = EXCLUDED."confidence_lower", "confidence_upper" = EXCLUDED."confidence_upper", "value" = EXCLUDED."value", "processed_value" = EXCLUDED."processed_value", "detector_params" = EXCLUDED."detector_params", "detection_metadata" = EXCLUDED."detection_metadata", "created_at" = EXCLUDED."created_at";
INSERT INTO "odd""`name"."_dtk_tasks" ("metric_name", "detector_id", "process_type", "status", "started_at", "updated_at", "last_processed_timestamp", "error_message", "timeout_seconds", "last_alert_sent", "alert_count", "last_recovery_sent") VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12);
UPDATE "odd""`name"."_dtk_tasks" SET "status" = @p1, "started_at" = @p2 WHERE "metric_name" = @p3 AND "started_at" = @p4;
SELECT "detector_id" FROM "odd""`name"."_dtk_detections" WHERE "metric_name" = @p1;
DELETE FROM "odd""`name"."_dtk_detections" WHERE "metric_name" = @p1 AND "detector_id" = @p2;

-- MySql
CREATE TABLE IF NOT EXISTS `odd"``name`.`_dtk_autotune_runs` (
  `metric_name` VARCHAR(191) NOT NULL,
  `run_id` VARCHAR(191) NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `training_period_start` DATETIME(3),
  `training_period_end` DATETIME(3),
  `interval_seconds` INTEGER NOT NULL,
  `labels_json` LONGTEXT NOT NULL,
  `mode` LONGTEXT NOT NULL,
  `scoring_metric` LONGTEXT NOT NULL,
  `score` DOUBLE,
  `chosen_seasonality_json` LONGTEXT NOT NULL,
  `chosen_detector_type` LONGTEXT,
  `chosen_detector_params_json` LONGTEXT NOT NULL,
  `winning_detector_id` LONGTEXT,
  `candidate_detector_ids_json` LONGTEXT NOT NULL,
  `decision_log_json` LONGTEXT NOT NULL,
  `generated_config_path` LONGTEXT,
  `generated_config_text` LONGTEXT NOT NULL,
  `status` LONGTEXT NOT NULL,
  `error_message` LONGTEXT,
  PRIMARY KEY (`metric_name`, `run_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS `odd"``name`.`_dtk_detections` (
  `metric_name` VARCHAR(191) NOT NULL,
  `detector_id` VARCHAR(191) NOT NULL,
  `detector_name` LONGTEXT NOT NULL,
  `timestamp` DATETIME(3) NOT NULL,
  `is_anomaly` BOOLEAN NOT NULL,
  `confidence_lower` DOUBLE,
  `confidence_upper` DOUBLE,
  `value` DOUBLE,
  `processed_value` DOUBLE,
  `detector_params` LONGTEXT NOT NULL,
  `detection_metadata` LONGTEXT NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`metric_name`, `detector_id`, `timestamp`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS `odd"``name`.`_dtk_tasks` (
  `metric_name` VARCHAR(191) NOT NULL,
  `detector_id` VARCHAR(191) NOT NULL,
  `process_type` VARCHAR(191) NOT NULL,
  `status` LONGTEXT NOT NULL,
  `started_at` DATETIME(3) NOT NULL,
  `updated_at` DATETIME(3) NOT NULL,
  `last_processed_timestamp` DATETIME(3),
  `error_message` LONGTEXT,
  `timeout_seconds` INTEGER NOT NULL,
  `last_alert_sent` DATETIME(3),
  `alert_count` INTEGER NOT NULL DEFAULT 0,
  `last_recovery_sent` DATETIME(3),
  PRIMARY KEY (`metric_name`, `detector_id`, `process_type`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
SELECT * FROM `odd"``name`.`_dtk_tasks` WHERE 1 = 0;
INSERT INTO `odd"``name`.`_dtk_autotune_runs` (`metric_name`, `run_id`, `created_at`, `training_period_start`, `training_period_end`, `interval_seconds`, `labels_json`, `mode`, `scoring_metric`, `score`, `chosen_seasonality_json`, `chosen_detector_type`, `chosen_detector_params_json`, `winning_detector_id`, `candidate_detector_ids_json`, `decision_log_json`, `generated_config_path`, `generated_config_text`, `status`, `error_message`) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20), (@p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40) ON DUPLICATE KEY UPDATE `created_at` = VALUES(`created_at`), `training_period_start` = VALUES(`training_period_start`), `training_period_end` = VALUES(`training_period_end`), `interval_seconds` = VALUES(`interval_seconds`), `labels_json` = VALUES(`labels_json`), `mode` = VALUES(`mode`), `scoring_metric` = VALUES(`scoring_metric`), `score` = VALUES(`score`), `chosen_seasonality_json` = VALUES(`chosen_seasonality_json`), `chosen_detector_type` = VALUES(`chosen_detector_type`), `chosen_detector_params_json` = VALUES(`chosen_detector_params_json`), `winning_detector_id` = VALUES(`winning_detector_id`), `candidate_detector_ids_json` = VALUES(`candidate_detector_ids_json`), `decision_log_json` = VALUES(`decision_log_json`), `generated_config_path` = VALUES(`generated_config_path`), `generated_config_text` = VALUES(`generated_config_text`), `status` = VALUES(`status`), `error_message` = VALUES(`error_message`);
CREATE OR REPLACE TEMPORARY TABLE `stage` (`metric_name` VARCHAR(191) NOT NULL, `detector_id` VARCHAR(191) NOT NULL, `detector_name` LONGTEXT NOT NULL, `timestamp` DATETIME(3) NOT NULL, `is_anomaly` BOOLEAN NOT NULL, `confidence_lower` DOUBLE, `confidence_upper` DOUBLE, `value` DOUBLE, `processed_value` DOUBLE, `detector_params` LONGTEXT NOT NULL, `detection_metadata` LONGTEXT NOT NULL, `created_at` DATETIME(3) NOT NULL);
INSERT INTO `odd"``name`.`_dtk_detections` (`metric_name`, `detector_id`, `detector_name`, `timestamp`, `is_anomaly`, `confidence_lower`, `confidence_upper`, `value`, `processed_value`, `detector_params`, `detection_metadata`, `created_at`) SELECT `metric_name`, `detector_id`, `detector_name`, `timestamp`, `is_anomaly`, `confidence_lower`, `confidence_upper`, `value`, `processed_value`, `detector_params`, `detection_metadata`, `created_at` FROM `stage` ON DUPLICATE KEY UPDATE `detector_name` = VALUES(`detector_name`), `is_anomaly` = VALUES(`is_anomaly`), `confidence_lower` = VALUES(`confidence_lower`), `confidence_upper` = VALUES(`confidence_upper`), `value` = VALUES(`value`), `processed_value` = VALUES(`processed_value`), `detector_params` = VALUES(`detector_params`), `detection_metadata` = VALUES(`detection_metadata`), `created_at` = VALUES(`created_at`);
INSERT INTO `odd"``name`.`_dtk_tasks` (`metric_name`, `detector_id`, `process_type`, `status`, `started_at`, `updated_at`, `last_processed_timestamp`, `error_message`, `timeout_seconds`, `last_alert_sent`, `alert_count`, `last_recovery_sent`) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12);
UPDATE `odd"``name`.`_dtk_tasks` SET `status` = @p1, `started_at` = @p2 WHERE `metric_name` = @p3 AND `started_at` = @p4;
SELECT `detector_id` FROM `odd"``name`.`_dtk_detections` WHERE `metric_name` = @p1;
DELETE FROM `odd"``name`.`_dtk_detections` WHERE `metric_name` = @p1 AND `detector_id` = @p2;

-- ClickHouse
CREATE TABLE IF NOT EXISTS `odd"\`name`.`_dtk_autotune_runs` (
  `metric_name` String,
  `run_id` String,
  `created_at` DateTime64(3, 'UTC'),
  `training_period_start` Nullable(DateTime64(3, 'UTC')),
  `training_period_end` Nullable(DateTime64(3, 'UTC')),
  `interval_seconds` Int32,
  `labels_json` String,
  `mode` String,
  `scoring_metric` String,
  `score` Nullable(Float64),
  `chosen_seasonality_json` String,
  `chosen_detector_type` Nullable(String),
  `chosen_detector_params_json` String,
  `winning_detector_id` Nullable(String),
  `candidate_detector_ids_json` String,
  `decision_log_json` String,
  `generated_config_path` Nullable(String),
  `generated_config_text` String,
  `status` String,
  `error_message` Nullable(String)
) ENGINE = ReplacingMergeTree(created_at) ORDER BY (`metric_name`, `run_id`);
CREATE TABLE IF NOT EXISTS `odd"\`name`.`_dtk_detections` (
  `metric_name` String,
  `detector_id` String,
  `detector_name` String,
  `timestamp` DateTime64(3, 'UTC'),
  `is_anomaly` Bool,
  `confidence_lower` Nullable(Float64),
  `confidence_upper` Nullable(Float64),
  `value` Nullable(Float64),
  `processed_value` Nullable(Float64),
  `detector_params` String,
  `detection_metadata` String,
  `created_at` DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree(created_at) ORDER BY (`metric_name`, `detector_id`, `timestamp`);
CREATE TABLE IF NOT EXISTS `odd"\`name`.`_dtk_tasks` (
  `metric_name` String,
  `detector_id` String,
  `process_type` String,
  `status` String,
  `started_at` DateTime64(3, 'UTC'),
  `updated_at` DateTime64(3, 'UTC'),
  `last_processed_timestamp` Nullable(DateTime64(3, 'UTC')),
  `error_message` Nullable(String),
  `timeout_seconds` Int32,
  `last_alert_sent` Nullable(DateTime64(3, 'UTC')),
  `alert_count` UInt32 DEFAULT 0,
  `last_recovery_sent` Nullable(DateTime64(3, 'UTC'))
) ENGINE = MergeTree ORDER BY (`metric_name`, `detector_id`, `process_type`);
SELECT * FROM `odd"\`name`.`_dtk_tasks` WHERE 1 = 0;
INSERT INTO `odd"\`name`.`_dtk_autotune_runs` (`metric_name`, `run_id`, `created_at`, `training_period_start`, `training_period_end`, `interval_seconds`, `labels_json`, `mode`, `scoring_metric`, `score`, `chosen_seasonality_json`, `chosen_detector_type`, `chosen_detector_params_json`, `winning_detector_id`, `candidate_detector_ids_json`, `decision_log_json`, `generated_config_path`, `generated_config_text`, `status`, `error_message`) VALUES ({p1:String}, {p2:String}, {p3:DateTime64(3, 'UTC')}, {p4:Nullable(DateTime64(3, 'UTC'))}, {p5:Nullable(DateTime64(3, 'UTC'))}, {p6:Int32}, {p7:String}, {p8:String}, {p9:String}, {p10:Nullable(Float64)}, {p11:String}, {p12:Nullable(String)}, {p13:String}, {p14:Nullable(String)}, {p15:String}, {p16:String}, {p17:Nullable(String)}, {p18:String}, {p19:String}, {p20:Nullable(String)}), ({p21:String}, {p22:String}, {p23:DateTime64(3, 'UTC')}, {p24:Nullable(DateTime64(3, 'UTC'))}, {p25:Nullable(DateTime64(3, 'UTC'))}, {p26:Int32}, {p27:String}, {p28:String}, {p29:String}, {p30:Nullable(Float64)}, {p31:String}, {p32:Nullable(String)}, {p33:String}, {p34:Nullable(String)}, {p35:String}, {p36:String}, {p37:Nullable(String)}, {p38:String}, {p39:String}, {p40:Nullable(String)});
CREATE OR REPLACE TEMPORARY TABLE `stage` (`metric_name` String, `detector_id` String, `detector_name` String, `timestamp` DateTime64(3, 'UTC'), `is_anomaly` Bool, `confidence_lower` Nullable(Float64), `confidence_upper` Nullable(Float64), `value` Nullable(Float64), `processed_value` Nullable(Float64), `detector_params` String, `detection_metadata` String, `created_at` DateTime64(3, 'UTC'));
INSERT INTO `odd"\`name`.`_dtk_detections` (`metric_name`, `detector_id`, `detector_name`, `timestamp`, `is_anomaly`, `confidence_lower`, `confidence_upper`, `value`, `processed_value`, `detector_params`, `detection_metadata`, `created_at`) SELECT `metric_name`, `detector_id`, `detector_name`, `timestamp`, `is_anomaly`, `confidence_lower`, `confidence_upper`, `value`, `processed_value`, `detector_params`, `detection_metadata`, `created_at` FROM `stage`;
INSERT INTO `odd"\`name`.`_dtk_tasks` (`metric_name`, `detector_id`, `process_type`, `status`, `started_at`, `updated_at`, `last_processed_timestamp`, `error_message`, `timeout_seconds`, `last_alert_sent`, `alert_count`, `last_recovery_sent`) VALUES ({p1:String}, {p2:String}, {p3:String}, {p4:String}, {p5:DateTime64(3, 'UTC')}, {p6:DateTime64(3, 'UTC')}, {p7:Nullable(DateTime64(3, 'UTC'))}, {p8:Nullable(String)}, {p9:Int32}, {p10:Nullable(DateTime64(3, 'UTC'))}, {p11:UInt32}, {p12:Nullable(DateTime64(3, 'UTC'))});
ALTER TABLE `odd"\`name`.`_dtk_tasks` UPDATE `status` = {p1:String}, `started_at` = {p2:DateTime64(3, 'UTC')} WHERE `metric_name` = {p3:String} AND `started_at` = {p4:DateTime64(3, 'UTC')} SETTINGS mutations_sync = 1;
SELECT `detector_id` FROM `odd"\`name`.`_dtk_detections` FINAL WHERE `metric_name` = {p1:String};
ALTER TABLE `odd"\`name`.`_dtk_detections` DELETE WHERE `metric_name` = {p1:String} AND `detector_id` = {p2:String} SETTINGS mutations_sync = 1;
INSERT INTO `odd"\`name`.`_dtk_tasks` (`metric_name`, `detector_id`, `process_type`, `status`, `started_at`, `updated_at`, `last_processed_timestamp`, `error_message`, `timeout_seconds`, `last_alert_sent`, `alert_count`, `last_recovery_sent`) FORMAT JSONEachRow
{"metric_name":"x\u0027; drop table","detector_id":"pipeline","process_type":"pipeline","status":"running","started_at":"2026-01-02 00:00:00.000","updated_at":"2026-01-02 00:00:00.000","last_processed_timestamp":null,"error_message":"a \u0022quoted\u0022\nline","timeout_seconds":60,"last_alert_sent":null,"alert_count":0,"last_recovery_sent":null}
