using System.Diagnostics;

namespace Detectkit.Benchmarks.Profile;

/// <summary>Seconds by stage, and how often a stage was entered.</summary>
internal sealed class StageTimes
{
    private readonly Dictionary<string, (double Seconds, int Calls)> stages = new(StringComparer.Ordinal);

    /// <summary>The stages and what they took.</summary>
    public IReadOnlyDictionary<string, (double Seconds, int Calls)> Stages => stages;

    /// <summary>All stages together.</summary>
    public double Seconds => stages.Values.Sum(s => s.Seconds);

    /// <summary>Does some work and adds its time to a stage.</summary>
    public T Time<T>(string stage, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        Add(stage, Stopwatch.GetElapsedTime(start).TotalSeconds, 1);
        return result;
    }

    /// <summary>Adds the times of others.</summary>
    public void Add(StageTimes others)
    {
        foreach (var (stage, (seconds, calls)) in others.stages)
        {
            Add(stage, seconds, calls);
        }
    }

    private void Add(string stage, double seconds, int calls)
    {
        var known = stages.GetValueOrDefault(stage);
        stages[stage] = (known.Seconds + seconds, known.Calls + calls);
    }
}
