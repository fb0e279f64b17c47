using System.Text;
using Detectkit.Configuration.Project;
using Detectkit.Generators.Diagnostics;

namespace Detectkit.Generators.Naming;

/// <summary>A metric file that names a metric.</summary>
internal sealed record NamedMetric(string FilePath, string Name, bool IsValid);

/// <summary>The class that a metric gets.</summary>
internal sealed record PlannedClass(string Identifier, string HintName, bool IsValid);

/// <summary>
/// Which metric gets which class, decided over all metrics: where two meet in one identifier the first in file order gets it, and
/// where two generated files would have one name they are numbered.
/// </summary>
internal sealed class ClassPlan : IEquatable<ClassPlan>
{
    public const string IndexHintName = "Metrics.g.cs";

    private readonly ValueList<KeyValuePair<string, PlannedClass>> classes;
    private readonly Dictionary<string, PlannedClass> byPath;

    private ClassPlan(ValueList<KeyValuePair<string, PlannedClass>> classes)
    {
        this.classes = classes;
        byPath = classes.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
    }

    public IEnumerable<PlannedClass> Classes => classes.Select(c => c.Value);

    public static ClassPlan Create(IEnumerable<NamedMetric> metrics)
    {
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        // The compiler compares the names of generated files without regard to case.
        var hintNames = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { IndexHintName };
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var classes = new List<KeyValuePair<string, PlannedClass>>();
        foreach (var metric in metrics.OrderBy(m => m.FilePath, StringComparer.Ordinal))
        {
            var identifier = MetricIdentifier.From(metric.Name);
            if (paths.Add(metric.FilePath) && identifiers.Add(identifier))
            {
                classes.Add(new(metric.FilePath, new PlannedClass(identifier, FreeHintName(metric.FilePath, hintNames), metric.IsValid)));
            }
        }

        return new ClassPlan(classes.ToValueList());
    }

    /// <summary>A finding at the name of each metric that meets another of a different name in one class; equal names are another rule's.</summary>
    public static IEnumerable<Finding> Check(IEnumerable<MetricSummary> metrics) => metrics
        .Where(m => m.Name is not null)
        .GroupBy(m => MetricIdentifier.From(m.Name!.Text), StringComparer.Ordinal)
        .SelectMany(group => group.SelectMany(metric => Meetings(metric, group)));

    /// <returns>The class, or null where the file names no metric or another has the class.</returns>
    public PlannedClass? Find(string filePath) => byPath.TryGetValue(filePath, out var found) ? found : null;

    public bool Equals(ClassPlan? other) => other is not null && classes.Equals(other.classes);

    public override bool Equals(object? obj) => Equals(obj as ClassPlan);

    public override int GetHashCode() => classes.GetHashCode();

    private static IEnumerable<Finding> Meetings(MetricSummary metric, IGrouping<string, MetricSummary> group)
    {
        var others = group.Select(m => m.Name!.Text).Where(name => name != metric.Name!.Text).Distinct().ToList();
        if (others.Count > 0)
        {
            yield return new Finding(
                GeneratorRules.ClassTaken,
                metric.Path,
                metric.Name!.Span,
                "'" + metric.Name.Text + "' and '" + string.Join("', '", others) + "' both become the class " + group.Key
                    + "; names must differ in more than '_', '-' and the case of a word's first letter.");
        }
    }

    private static string FreeHintName(string filePath, HashSet<string> taken)
    {
        var stem = HintStem(filePath);
        var name = stem + ".g.cs";
        for (var number = 2; !taken.Add(name); number++)
        {
            name = stem + "." + number.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".g.cs";
        }

        return name;
    }

    private static string HintStem(string filePath)
    {
        var stem = new StringBuilder(filePath.Length);
        foreach (var c in filePath.Replace("..", "__"))
        {
            stem.Append(char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '/' ? c : '_');
        }

        return stem.ToString().Trim('/');
    }
}
