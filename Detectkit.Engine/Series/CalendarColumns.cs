using System.Globalization;

namespace Detectkit.Series;

/// <summary>Seasonality columns derived from a point's UTC stamp.</summary>
internal static class CalendarColumns
{
    private const long MillisecondsPerDay = 86_400_000;
    private const long MillisecondsPerHour = 3_600_000;

    private static readonly string[] TruthLabels = ["false", "true"];

    public static IReadOnlyList<string> Names { get; } = ["hour", "day_of_week", "day_of_month", "month", "is_weekend", "is_holiday"];

    /// <summary>A calendar column's text at a stamp: a number, or <c>true</c> or <c>false</c>.</summary>
    public static string LabelAt(string name, long milliseconds) => Label(name, ValueOf(name)(milliseconds));

    /// <summary>A calendar column, worked out when it is first looked at.</summary>
    internal static SeasonalityColumn Derive(string name, long startMilliseconds, int intervalSeconds, int count)
    {
        var valueOf = ValueOf(name);
        return new SeasonalityColumn(name, () => Derive(name, valueOf, startMilliseconds, intervalSeconds, count));
    }

    private static SeasonalityColumn.Content Derive(string name, Func<long, int> valueOf, long startMilliseconds, int intervalSeconds, int count)
    {
        var step = 1000L * intervalSeconds;
        var steadyMilliseconds = name == "hour" ? MillisecondsPerHour : MillisecondsPerDay;
        var keyOfValue = new int[32];
        Array.Fill(keyOfValue, -1);
        var labels = new List<string>();
        var keys = new int[count];
        for (var i = 0; i < count;)
        {
            var stamp = startMilliseconds + (i * step);
            var value = valueOf(stamp);
            if (keyOfValue[value] < 0)
            {
                keyOfValue[value] = labels.Count;
                labels.Add(Label(name, value));
            }

            // No calendar value changes within its hour or day.
            var left = steadyMilliseconds - Within(stamp, steadyMilliseconds);
            var run = (int)Math.Min(count - i, (left + step - 1) / step);
            keys.AsSpan(i, run).Fill(keyOfValue[value]);
            i += run;
        }

        return new SeasonalityColumn.Content(labels, keys);
    }

    /// <summary>Cuts a column, so that keys count first appearances within the part.</summary>
    internal static SeasonalityColumn Renumber(SeasonalityColumn column, int start, int count)
    {
        var newKey = new int[column.Labels.Count];
        Array.Fill(newKey, -1);
        var labels = new List<string>();
        var keys = new int[count];
        var old = column.Keys.Span.Slice(start, count);
        for (var i = 0; i < count; i++)
        {
            if (old[i] < 0)
            {
                keys[i] = -1;
                continue;
            }

            if (newKey[old[i]] < 0)
            {
                newKey[old[i]] = labels.Count;
                labels.Add(column.Labels[old[i]]);
            }

            keys[i] = newKey[old[i]];
        }

        return new SeasonalityColumn(column.Name, labels, keys);
    }

    private static string Label(string name, int value) =>
        name is "is_weekend" or "is_holiday" ? TruthLabels[value] : value.ToString(CultureInfo.InvariantCulture);

    private static Func<long, int> ValueOf(string name) => name switch
    {
        "hour" => static ms => (int)(DayMilliseconds(ms) / MillisecondsPerHour),
        "day_of_week" => static ms => Weekday(ms),
        "day_of_month" => static ms => DateTime.UnixEpoch.AddMilliseconds(ms).Day,
        "month" => static ms => DateTime.UnixEpoch.AddMilliseconds(ms).Month,
        "is_weekend" => static ms => Weekday(ms) >= 5 ? 1 : 0,
        "is_holiday" => static _ => 0,
        _ => throw new ArgumentException("'" + name + "' is not a calendar column; known are " + string.Join(", ", Names) + ".", nameof(name)),
    };

    private static long DayMilliseconds(long milliseconds) => Within(milliseconds, MillisecondsPerDay);

    private static long Within(long milliseconds, long unit) => ((milliseconds % unit) + unit) % unit;

    // 1970-01-01 was a Thursday, weekday 3 counted from Monday.
    private static int Weekday(long milliseconds) => (int)((((milliseconds - DayMilliseconds(milliseconds)) / MillisecondsPerDay % 7) + 10) % 7);
}
