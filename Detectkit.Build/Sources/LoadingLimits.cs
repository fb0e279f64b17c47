namespace Detectkit.Build.Sources;

/// <summary>How much loading may ask of databases.</summary>
/// <param name="Queries">Queries at once to one server, at least 1.</param>
/// <param name="Time">How long a query may take, its second try included.</param>
internal sealed record LoadingLimits(int Queries, TimeSpan Time)
{
    /// <summary>Threads that DuckDB may use in this process; <c>null</c> for as many as it likes.</summary>
    public int? DuckDbThreads { get; init; }
}
