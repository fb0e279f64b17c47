namespace Detectkit.Configuration.Fields;

/// <summary>The columns that can be derived from a stamp.</summary>
internal static class SeasonalityColumnNames
{
    public static readonly ValueList<string> All = ["hour", "day_of_week", "day_of_month", "month", "is_weekend", "is_holiday"];
}
