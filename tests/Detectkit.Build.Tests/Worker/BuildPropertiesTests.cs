using Detectkit.Build.Options;

namespace Detectkit.Build.Worker;

/// <summary>What is made from the table of build properties is as the table says; where it is not, the test writes it and fails.</summary>
public sealed class BuildPropertiesTests
{
    [Fact]
    public void The_targets_hand_every_property_to_the_worker() => Check(
        "Detectkit.Build/build/Detectkit.Build.targets",
        "      <_DetectkitSetting Remove=\"@(_DetectkitSetting)\" />\n",
        "    </ItemGroup>\n",
        string.Concat(BuildProperties.All.Select(p => $"      <_DetectkitSetting Include=\"{p.Name}\" Value=\"$({p.Name})\" />\n")));

    [Fact]
    public void The_table_of_options_names_every_property() => Check(
        "README.md",
        "| property | default | meaning |\n|---|---|---|\n",
        "\n## Limits",
        string.Concat(BuildProperties.All.GroupBy(p => p.Text).Select(row =>
            $"| {string.Join(", ", row.Select(p => $"`{p.Name}`"))} | {string.Join(", ", row.Select(p => p.Default).Where(d => d.Length > 0))} | {row.Key} |\n".Replace("|  |", "| |", StringComparison.Ordinal))));

    [Fact]
    public void Every_default_of_the_table_is_the_one_in_force()
    {
        foreach (var property in BuildProperties.All.Where(p => p.Default.StartsWith('`')))
        {
            Assert.True(property.Read(new RunOptions(), property.Default.Trim('`')) == new RunOptions(), property.Name);
        }
    }

    private static void Check(string file, string before, string after, string expected)
    {
        var path = Path.Combine(Recorded.RepositoryRoot, file);
        var text = File.ReadAllText(path);
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var end = text.IndexOf(after, start, StringComparison.Ordinal);
        var actual = text[start..end];
        if (actual != expected)
        {
            File.WriteAllText(path, text[..start] + expected + text[end..]);
        }

        Assert.Equal(expected, actual);
    }
}
