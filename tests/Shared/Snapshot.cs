using System.Runtime.CompilerServices;

namespace Detectkit.Tests;

/// <summary>
/// Snapshots in Verify's file conventions; see CONTRIBUTING on why this stands in for Verify.Xunit.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string actual, string extension = "txt", [CallerFilePath] string file = "", [CallerMemberName] string member = "", string? variant = null)
    {
        var folder = Path.GetDirectoryName(file)!;
        var stem = Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + "." + member + (variant is null ? "" : "_" + variant));
        var verified = stem + ".verified." + extension;
        var received = stem + ".received." + extension;
        actual = actual.ReplaceLineEndings("\n");
        var expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail(expected is null
            ? $"No snapshot yet: read {received} and rename it to {Path.GetFileName(verified)} to accept it."
            : $"{received} differs from {Path.GetFileName(verified)}:\n{FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        for (var i = 0; i < Math.Max(was.Length, now.Length); i++)
        {
            var (left, right) = (i < was.Length ? was[i] : "<end>", i < now.Length ? now[i] : "<end>");
            if (left != right)
            {
                return $"line {i + 1}\n  verified: {left}\n  received: {right}";
            }
        }

        return "line endings only";
    }
}
