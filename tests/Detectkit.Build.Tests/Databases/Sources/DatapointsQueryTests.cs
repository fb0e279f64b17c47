using Detectkit.Runtime.Databases;
using Detectkit.Runtime.Tables;
using Detectkit.Tests;

namespace Detectkit.Build.Databases;

public class DatapointsQueryTests
{
    [Fact]
    public void Every_database_is_asked_in_its_own_words_and_with_nothing_but_names_and_parameters()
    {
        var (from, to) = (new DateTime(2026, 5, 1), new DateTime(2026, 5, 2, 3, 4, 5));
        var texts = DatabaseDialects.All.Select(dialect =>
        {
            var profile = new ConnectionProfile("warehouse", dialect) { TableSchema = "dtk`\"\\x" };
            var query = DatapointsQuery.Of(profile, "points", "x'; drop table points", from, to, withSeasons: true);
            var other = DatapointsQuery.Of(profile, "other.points", "orders", null, null, withSeasons: false);
            return $"-- {dialect}\n{query.Text}\n{string.Join("\n", query.Parameters.Select(p => $"--   {p.Key}: {p.Value}"))}\n{other.Text}\n";
        });

        Snapshot.Verify(string.Join("\n", texts), "sql");
    }
}
