using System.Text.RegularExpressions;
using Detectkit.Build.Options;
using Detectkit.Build.Wire;
using Detectkit.Configuration;
using Detectkit.Tests;

namespace Detectkit.Build.Worker;

public sealed class UnknownPropertiesTests
{
    private static readonly string[] Shipped =
    [
        "Detectkit.Build/build/Detectkit.Build.props", "Detectkit.Build/build/Detectkit.Build.targets", "Detectkit.Generators/build/Detectkit.Generators.props",
        "Detectkit.Sdk/Sdk/Sdk.props", "Detectkit.Sdk/Sdk/Sdk.targets",
    ];

    [Fact]
    public void A_warning_names_the_property_and_the_nearest_known_one() => Snapshot.Verify(string.Concat(Findings(
        "AutotuneRefitt", "autotuneselect", "AutotuneTp", "AutotuneFormat", "DetectkitMetricsFiles", "AutotuneMaxParralel", "DetectkitDryRun", "AutotuneColour", "Autotune", "AutotuneForceChanges")
        .Select(f => $"{f.Path}: {f.Rule.Severity} {f.Rule.Id}: {f.Message}\n")));

    [Fact]
    public void The_order_does_not_depend_on_that_of_the_command_line() =>
        Assert.Equal(Findings("AutotuneB", "DetectkitA", "AutotuneA"), Findings("DetectkitA", "AutotuneA", "AutotuneB"));

    [Fact]
    public void Every_property_that_the_packages_use_is_known() =>
        Assert.Empty(Findings(Shipped.SelectMany(f => Names(f, @"\$\((\w+)\)").Concat(Names(f, @"CompilerVisibleProperty Include=""(\w+)"""))).Where(PropertyName.IsOurs)));

    [Fact]
    public void Every_property_that_the_pages_name_is_known()
    {
        var pages = Directory.GetFiles(Path.Combine(Recorded.RepositoryRoot, "docs"), "*.md").Append("README.md");
        var named = pages.SelectMany(p => Names(p, @"-p:(\w+)=").Concat(Names(p, @"(?<=^\|[^|]*)`((Autotune|Detectkit)\w+)`(?=[^|]*\|)"))).Where(PropertyName.IsOurs).Distinct().ToList();

        Assert.True(named.Count > 20, string.Join(", ", named));
        Assert.Empty(Findings(named));
    }

    private static IReadOnlyList<Finding> Findings(params IEnumerable<string> given) => [.. RunOptionsReader.Unknown(given, "/shop/shop.csproj")];

    private static IEnumerable<string> Names(string file, string pattern) =>
        Regex.Matches(File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, file)), pattern, RegexOptions.Multiline).Select(m => m.Groups[1].Value).Distinct();
}
