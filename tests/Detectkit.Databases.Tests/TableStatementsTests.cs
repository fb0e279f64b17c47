using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Tables;

namespace Detectkit.Build.Databases;

public class TableStatementsTests
{
    [Fact]
    public void Every_database_is_written_in_its_own_words_with_nothing_but_names_and_parameters()
    {
        var text = string.Join("\n", DatabaseDialects.All.Select(dialect =>
        {
            var sql = new TableStatements(new ConnectionProfile("warehouse", dialect) { TableSchema = "odd\"`name" });
            var (runs, detections, tasks) = (DetectkitTables.Runs, DetectkitTables.Detections("_dtk_detections"), DetectkitTables.Tasks("_dtk_tasks"));
            string[] statements =
            [
                sql.Create(runs), sql.Create(detections), sql.Create(tasks), sql.Probe(tasks), sql.Upsert(runs, runs.Columns, 2), sql.CreateStage(detections, "stage"),
                sql.UpsertFrom(detections, "stage"), sql.Insert(tasks, tasks.Columns), sql.Update(tasks, ["status", "started_at"], ["metric_name", "started_at"]),
                sql.Select(detections, ["detector_id"], ["metric_name"]), sql.Delete(detections, ["metric_name", "detector_id"]),
            ];
            var json = ClickHouseDialect.InsertJson(sql, tasks, [["x'; drop table", "pipeline", "pipeline", "running", new DateTime(2026, 1, 2), new DateTime(2026, 1, 2), null, "a \"quoted\"\nline", 60, null, 0, null]]);
            return $"-- {dialect}\n{string.Join(";\n", statements)};\n{(dialect == DatabaseDialects.ClickHouse ? json : "")}";
        }));

        Snapshot.Verify(text, "sql");
    }
}
