using Detectkit.Configuration;

namespace Detectkit.Runtime.Databases;

/// <summary>Statements over detectkit's own tables in a database's own words. Names are quoted; values are parameters, numbered from 1.</summary>
internal sealed class TableStatements(ConnectionProfile profile)
{
    private readonly DatabaseDialect dialect = profile.Dialect;

    public string Create(TableDefinition table) => dialect.CreateTable(NameOf(table), table);

    /// <summary>Gives no row, but the columns that a table has.</summary>
    public string Probe(TableDefinition table) => $"SELECT * FROM {NameOf(table)} WHERE 1 = 0";

    /// <summary>Writes rows, which take the place of rows of the same key; parameters are numbered row by row.</summary>
    public string Upsert(TableDefinition table, IReadOnlyList<TableColumn> columns, int rows)
    {
        var places = Enumerable.Range(0, rows).Select(r => "(" + string.Join(", ", columns.Select((c, i) => dialect.Parameter((r * columns.Count) + i + 1, c))) + ")");
        return Replacing(table, columns, $"VALUES {string.Join(", ", places)}");
    }

    /// <summary>Writes the rows of another table of the same columns likewise.</summary>
    public string UpsertFrom(TableDefinition table, string source) =>
        Replacing(table, table.Columns, $"SELECT {NamesOf(table.Columns)} FROM {dialect.Quote(source)}");

    /// <summary>Makes an empty table of the same columns that ends with the connection.</summary>
    public string CreateStage(TableDefinition table, string stage) => dialect.CreateStage(stage, NameOf(table), table);

    public string InsertInto(TableDefinition table, IReadOnlyList<TableColumn> columns) => $"INSERT INTO {NameOf(table)} ({NamesOf(columns)})";

    /// <summary>Inserts one row and fails where there is one of the same key.</summary>
    public string Insert(TableDefinition table, IReadOnlyList<TableColumn> columns) =>
        $"{InsertInto(table, columns)} VALUES ({string.Join(", ", columns.Select((c, i) => dialect.Parameter(i + 1, c)))})";

    public string Select(TableDefinition table, IEnumerable<string> columns, IEnumerable<string> conditions) =>
        $"SELECT {dialect.Names(columns)} FROM {Current(table)} WHERE {Where(table, conditions, 1)}";

    public string Count(TableDefinition table, IEnumerable<string> conditions) => $"SELECT count(*) FROM {Current(table)} WHERE {Where(table, conditions, 1)}";

    /// <summary>Changes columns of the rows with given values; the parameters of the columns come first.</summary>
    public string Update(TableDefinition table, IReadOnlyList<string> columns, IEnumerable<string> conditions)
    {
        var changes = columns.Select((c, i) => $"{dialect.Quote(c)} = {dialect.Parameter(i + 1, table.Find(c))}");
        return dialect.Update(NameOf(table), string.Join(", ", changes), Where(table, conditions, columns.Count + 1));
    }

    public string Delete(TableDefinition table, IEnumerable<string> conditions) => dialect.Delete(NameOf(table), Where(table, conditions, 1));

    private string NameOf(TableDefinition table) => profile.NameOf(table.Name);

    private string NamesOf(IEnumerable<TableColumn> columns) => dialect.Names(columns.Select(c => c.Name));

    private string Replacing(TableDefinition table, IReadOnlyList<TableColumn> columns, string rows) =>
        $"{InsertInto(table, columns)} {rows}{dialect.Replacing(table.Key, columns.Select(c => c.Name).Where(n => !table.Key.Contains(n)))}";

    private string Current(TableDefinition table) => table.Version is null ? NameOf(table) : dialect.Newest(NameOf(table));

    private string Where(TableDefinition table, IEnumerable<string> conditions, int first) =>
        string.Join(" AND ", conditions.Select((c, i) => $"{dialect.Quote(c)} = {dialect.Parameter(first + i, table.Find(c))}"));
}
