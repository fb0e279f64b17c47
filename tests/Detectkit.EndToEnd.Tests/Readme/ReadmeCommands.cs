using System.Text.RegularExpressions;

namespace Detectkit.Build.Tests.Readme;

/// <summary>The commands that a page tells its reader to run: the lines of its <c>sh</c> blocks, except those marked as the test command.</summary>
internal static partial class ReadmeCommands
{
    public static IReadOnlyList<string> Of(string page) =>
        [.. Block().Matches(page).SelectMany(m => m.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    public static string TestCommand(string page) => TestBlock().Match(page).Groups["line"].Value;

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^```sh test\n(?<line>[^\n]*)\n```$", RegexOptions.Multiline)]
    private static partial Regex TestBlock();
}
